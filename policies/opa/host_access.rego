package main

import rego.v1

# pod-security/host-namespaces
deny contains about("pod-security/host-namespaces", subject, sprintf("%s is true", [field])) if {
	some subject in objects
	pod := pod_of(subject)
	some field in ["hostNetwork", "hostPID", "hostIPC"]
	object.get(pod, field, false) == true
}

# pod-security/host-ports
deny contains about_container("pod-security/host-ports", subject, container, "takes a port of its node") if {
	some subject in objects
	pod := pod_of(subject)
	some container in containers(pod)
	some port in object.get(container, "ports", [])
	object.get(port, "hostPort", 0) != 0
}
