package main

import rego.v1

# pod-security/privileged
deny contains about_container("pod-security/privileged", subject, container, "is privileged") if {
	some subject in objects
	pod := pod_of(subject)
	some container in containers(pod)
	object.get(container, ["securityContext", "privileged"], false) == true
}

# pod-security/privilege-escalation
deny contains about_container("pod-security/privilege-escalation", subject, container, "may gain privileges") if {
	some subject in objects
	pod := pod_of(subject)
	not is_windows(pod)
	some container in containers(pod)
	object.get(container, ["securityContext", "allowPrivilegeEscalation"], true) != false
}
