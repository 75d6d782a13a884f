# An AuthenticationConfiguration may restrict anonymous requests since Kubernetes
# 1.32 (1.31 behind a gate). Before, they are allowed everywhere, and RBAC grants
# them the health checks alone.
lib: {
  options."quorate.apiserver.authenticationConfiguration" = _: null;
}
