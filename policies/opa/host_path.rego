package main

import rego.v1

# pod-security/host-path
deny contains about("pod-security/host-path", subject, sprintf("volume %s is a path of the node", [object.get(volume, "name", "?")])) if {
	some subject in objects
	pod := pod_of(subject)
	some volume in object.get(pod, "volumes", [])
	object.get(volume, "hostPath", null) != null
}
