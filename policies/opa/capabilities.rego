package main

import rego.v1

# pod-security/capabilities
deny contains about_container("pod-security/capabilities", container, "does not drop ALL capabilities") if {
	not is_windows
	some container in containers
	not "ALL" in object.get(container, ["securityContext", "capabilities", "drop"], [])
}

deny contains about_container("pod-security/capabilities", container, sprintf("adds the capability %s", [capability])) if {
	not is_windows
	some container in containers
	some capability in object.get(container, ["securityContext", "capabilities", "add"], [])
	capability != "NET_BIND_SERVICE"
}
