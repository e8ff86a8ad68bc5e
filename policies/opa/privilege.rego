package main

import rego.v1

# pod-security/privileged
deny contains about_container("pod-security/privileged", container, "is privileged") if {
	some container in containers
	object.get(container, ["securityContext", "privileged"], false) == true
}

# pod-security/privilege-escalation
deny contains about_container("pod-security/privilege-escalation", container, "may gain privileges") if {
	not is_windows
	some container in containers
	object.get(container, ["securityContext", "allowPrivilegeEscalation"], true) != false
}
