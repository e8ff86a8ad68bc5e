package main

import rego.v1

# pod-security/host-namespaces
deny contains about("pod-security/host-namespaces", sprintf("%s is true", [field])) if {
	some field in ["hostNetwork", "hostPID", "hostIPC"]
	object.get(pod, field, false) == true
}

# pod-security/host-ports
deny contains about_container("pod-security/host-ports", container, "takes a port of its node") if {
	some container in containers
	some port in object.get(container, "ports", [])
	object.get(port, "hostPort", 0) != 0
}
