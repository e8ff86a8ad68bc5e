/** Label of namespaces and pods that says what they are for: `store`, `api`, `frontend` (requirement A17). */
export const TIER = 'platform.kfm.example.org/tier';
