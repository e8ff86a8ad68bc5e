# For users of conftest (requirements E3, E35): the same verdicts as the rules of lib/policy/pod-security that each file names.
# test/servers/conftest.test.ts asks the real conftest about all their cases.
package main

import rego.v1

group := split(input.apiVersion, "/")[0] if contains(input.apiVersion, "/")

group := "" if not contains(input.apiVersion, "/")

templated := {
	"/ReplicationController",
	"apps/DaemonSet",
	"apps/Deployment",
	"apps/ReplicaSet",
	"apps/StatefulSet",
	"batch/Job",
}

type := sprintf("%s/%s", [group, input.kind])

# The spec of the pods that an object describes; undefined for kinds without any.
pod := input.spec if type == "/Pod"

pod := input.template.spec if type == "/PodTemplate"

pod := input.spec.jobTemplate.spec.template.spec if type == "batch/CronJob"

pod := input.spec.template.spec if type in templated

# Of every list, init and ephemeral ones included.
containers contains container if {
	some list in ["containers", "initContainers", "ephemeralContainers"]
	some container in object.get(pod, list, [])
}

# The API server lets no container of such a pod have these fields.
is_windows if object.get(pod, ["os", "name"], "") == "windows"

about(rule, what) := sprintf("%s: %s %s: %s", [rule, input.kind, input.metadata.name, what])

about_container(rule, container, what) := about(rule, sprintf("container %s %s", [object.get(container, "name", "?"), what]))
