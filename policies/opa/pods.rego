# For users of conftest (requirements E3, E35): the same verdicts as the rules of lib/policy/pod-security that each file names.
# test/servers/conftest.test.ts asks the real conftest about all their cases.
package main

import rego.v1

is_list if endswith(input.kind, "List")

# The document itself, or what a List holds.
objects contains input if not is_list

objects contains object if {
	is_list
	some object in input.items
}

templated := {
	"/ReplicationController",
	"apps/DaemonSet",
	"apps/Deployment",
	"apps/ReplicaSet",
	"apps/StatefulSet",
	"batch/Job",
}

group(object) := split(object.apiVersion, "/")[0] if contains(object.apiVersion, "/")

group(object) := "" if not contains(object.apiVersion, "/")

type(object) := sprintf("%s/%s", [group(object), object.kind])

# The spec of the pods that an object describes; undefined for kinds without any.
pod_of(object) := object.spec if type(object) == "/Pod"

pod_of(object) := object.template.spec if type(object) == "/PodTemplate"

pod_of(object) := object.spec.jobTemplate.spec.template.spec if type(object) == "batch/CronJob"

pod_of(object) := object.spec.template.spec if type(object) in templated

# Of every list, init and ephemeral ones included.
containers(pod) := [container |
	some list in ["containers", "initContainers", "ephemeralContainers"]
	some container in object.get(pod, list, [])
]

# The API server lets no container of such a pod have these fields.
is_windows(pod) if object.get(pod, ["os", "name"], "") == "windows"

about(rule, subject, what) := sprintf("%s: %s %s: %s", [rule, subject.kind, subject.metadata.name, what])

about_container(rule, subject, container, what) := about(rule, subject, sprintf("container %s %s", [object.get(container, "name", "?"), what]))
