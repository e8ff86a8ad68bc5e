package main

import rego.v1

# pod-security/host-path
deny contains about("pod-security/host-path", sprintf("volume %s is a path of the node", [object.get(volume, "name", "?")])) if {
	some volume in object.get(pod, "volumes", [])
	"hostPath" in object.keys(volume)
}
