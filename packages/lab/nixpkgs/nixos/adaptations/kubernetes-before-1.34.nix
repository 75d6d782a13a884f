# AuthenticationConfiguration is v1 since Kubernetes 1.34.
lib: {
  options."quorate.apiserver.authenticationConfiguration" =
    configuration:
    if configuration == null then
      null
    else
      configuration // { apiVersion = "apiserver.config.k8s.io/v1beta1"; };
}
