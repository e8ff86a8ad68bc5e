package main

import rego.v1

# pod-security/capabilities
deny contains about_container("pod-security/capabilities", subject, container, "does not drop ALL capabilities") if {
	some subject in objects
	pod := pod_of(subject)
	not is_windows(pod)
	some container in containers(pod)
	not "ALL" in object.get(container, ["securityContext", "capabilities", "drop"], [])
}

deny contains about_container("pod-security/capabilities", subject, container, sprintf("adds the capability %s", [capability])) if {
	some subject in objects
	pod := pod_of(subject)
	not is_windows(pod)
	some container in containers(pod)
	some capability in object.get(container, ["securityContext", "capabilities", "add"], [])
	capability != "NET_BIND_SERVICE"
}
