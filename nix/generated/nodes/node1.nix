# Generated from machines.ts by `quorate generate`. Not to be edited.
{
  boot = {
    kernel = {
      sysctl = {
        "net.ipv4.conf.all.arp_announce" = 2;
        "net.ipv4.conf.all.arp_ignore" = 1;
      };
    };
    loader = {
      efi.canTouchEfiVariables = true;
      grub.enable = false;
      systemd-boot = {
        configurationLimit = 10;
        enable = true;
      };
    };
  };
  disko = {
    devices = {
      disk = {
        main = {
          content = {
            partitions = {
              ESP = {
                content = {
                  format = "vfat";
                  mountOptions = [ "umask=0077" ];
                  mountpoint = "/boot";
                  type = "filesystem";
                };
                size = "1G";
                type = "EF00";
              };
              root = {
                content = {
                  format = "ext4";
                  mountOptions = [ "noatime" ];
                  mountpoint = "/";
                  type = "filesystem";
                };
                size = "100%";
              };
            };
            type = "gpt";
          };
          device = "/dev/nvme0n1";
          type = "disk";
        };
      };
    };
  };
  networking = {
    firewall = {
      checkReversePath = "loose";
      enable = true;
      interfaces = {
        enp3s0f0 = {
          allowedTCPPorts = [
            6443
            2379
            2380
            10250
          ];
          allowedUDPPorts = [ 8472 ];
        };
      };
      trustedInterfaces = [
        "flannel-v6.1"
        "flannel.1"
        "mynet"
      ];
    };
    hostName = "node1";
    nameservers = [ "1.1.1.1" ];
    useDHCP = false;
    useNetworkd = true;
  };
  nixpkgs.hostPlatform = "x86_64-linux";
  quorate = {
    apiserver = {
      authenticationConfiguration = {
        anonymous = {
          conditions = [
            {
              path = "/healthz";
            }
            {
              path = "/livez";
            }
            {
              path = "/readyz";
            }
          ];
          enabled = true;
        };
        apiVersion = "apiserver.config.k8s.io/v1";
        jwt = [ ];
        kind = "AuthenticationConfiguration";
      };
    };
    bootstrap = {
      enable = true;
      kubeconfig = "/etc/quorate/kubeconfig/bootstrap";
      nodeLabels = {
        node1 = {
          "node-role.kubernetes.io/control-plane" = "";
        };
      };
      objects = [
        {
          apiVersion = "rbac.authorization.k8s.io/v1";
          kind = "ClusterRoleBinding";
          metadata.name = "quorate:admins";
          roleRef = {
            apiGroup = "rbac.authorization.k8s.io";
            kind = "ClusterRole";
            name = "cluster-admin";
          };
          subjects = [
            {
              apiGroup = "rbac.authorization.k8s.io";
              kind = "Group";
              name = "quorate:admins";
            }
          ];
        }
        {
          apiVersion = "rbac.authorization.k8s.io/v1";
          kind = "ClusterRoleBinding";
          metadata.name = "quorate:kubelet-api-admin";
          roleRef = {
            apiGroup = "rbac.authorization.k8s.io";
            kind = "ClusterRole";
            name = "system:kubelet-api-admin";
          };
          subjects = [
            {
              apiGroup = "rbac.authorization.k8s.io";
              kind = "User";
              name = "kube-apiserver-kubelet-client";
            }
          ];
        }
        {
          apiVersion = "rbac.authorization.k8s.io/v1";
          kind = "Role";
          metadata = {
            name = "quorate:kube-vip";
            namespace = "kube-system";
          };
          rules = [
            {
              apiGroups = [ "coordination.k8s.io" ];
              resources = [ "leases" ];
              verbs = [ "create" ];
            }
            {
              apiGroups = [ "coordination.k8s.io" ];
              resourceNames = [ "plndr-cp-lock" ];
              resources = [ "leases" ];
              verbs = [
                "get"
                "list"
                "patch"
                "update"
                "watch"
              ];
            }
          ];
        }
        {
          apiVersion = "rbac.authorization.k8s.io/v1";
          kind = "RoleBinding";
          metadata = {
            name = "quorate:kube-vip";
            namespace = "kube-system";
          };
          roleRef = {
            apiGroup = "rbac.authorization.k8s.io";
            kind = "Role";
            name = "quorate:kube-vip";
          };
          subjects = [
            {
              apiGroup = "rbac.authorization.k8s.io";
              kind = "User";
              name = "kube-vip";
            }
          ];
        }
        {
          apiVersion = "rbac.authorization.k8s.io/v1";
          kind = "ClusterRole";
          metadata.name = "quorate:flannel";
          rules = [
            {
              apiGroups = [ "" ];
              resources = [ "pods" ];
              verbs = [ "get" ];
            }
            {
              apiGroups = [ "" ];
              resources = [ "nodes" ];
              verbs = [
                "get"
                "list"
                "watch"
              ];
            }
            {
              apiGroups = [ "" ];
              resources = [ "nodes/status" ];
              verbs = [ "patch" ];
            }
          ];
        }
        {
          apiVersion = "rbac.authorization.k8s.io/v1";
          kind = "ClusterRoleBinding";
          metadata.name = "quorate:flannel";
          roleRef = {
            apiGroup = "rbac.authorization.k8s.io";
            kind = "ClusterRole";
            name = "quorate:flannel";
          };
          subjects = [
            {
              apiGroup = "rbac.authorization.k8s.io";
              kind = "User";
              name = "flannel-client";
            }
          ];
        }
        {
          apiVersion = "v1";
          kind = "ServiceAccount";
          metadata = {
            name = "coredns";
            namespace = "kube-system";
          };
        }
        {
          apiVersion = "rbac.authorization.k8s.io/v1";
          kind = "ClusterRole";
          metadata.name = "system:coredns";
          rules = [
            {
              apiGroups = [ "" ];
              resources = [
                "namespaces"
                "pods"
                "services"
              ];
              verbs = [
                "list"
                "watch"
              ];
            }
            {
              apiGroups = [ "discovery.k8s.io" ];
              resources = [ "endpointslices" ];
              verbs = [
                "list"
                "watch"
              ];
            }
          ];
        }
        {
          apiVersion = "rbac.authorization.k8s.io/v1";
          kind = "ClusterRoleBinding";
          metadata.name = "system:coredns";
          roleRef = {
            apiGroup = "rbac.authorization.k8s.io";
            kind = "ClusterRole";
            name = "system:coredns";
          };
          subjects = [
            {
              kind = "ServiceAccount";
              name = "coredns";
              namespace = "kube-system";
            }
          ];
        }
        {
          apiVersion = "v1";
          data.Corefile = ''
            .:53 {
                errors
                health {
                    lameduck 5s
                }
                ready
                kubernetes cluster.local in-addr.arpa ip6.arpa {
                    pods insecure
                    fallthrough in-addr.arpa ip6.arpa
                    ttl 30
                }
                prometheus :9153
                forward . /etc/resolv.conf {
                    max_concurrent 1000
                }
                cache 30
                loop
                reload
                loadbalance
            }
          '';
          kind = "ConfigMap";
          metadata = {
            name = "coredns";
            namespace = "kube-system";
          };
        }
        {
          apiVersion = "apps/v1";
          kind = "Deployment";
          metadata = {
            labels = {
              k8s-app = "kube-dns";
              "kubernetes.io/name" = "CoreDNS";
            };
            name = "coredns";
            namespace = "kube-system";
          };
          spec = {
            replicas = 2;
            selector.matchLabels.k8s-app = "kube-dns";
            strategy = {
              rollingUpdate.maxUnavailable = 1;
              type = "RollingUpdate";
            };
            template = {
              metadata.labels.k8s-app = "kube-dns";
              spec = {
                affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution = [
                  {
                    podAffinityTerm = {
                      labelSelector.matchLabels.k8s-app = "kube-dns";
                      topologyKey = "kubernetes.io/hostname";
                    };
                    weight = 100;
                  }
                ];
                containers = [
                  {
                    args = [
                      "-conf"
                      "/etc/coredns/Corefile"
                    ];
                    image = "registry.k8s.io/coredns/coredns:v1.14.2";
                    imagePullPolicy = "IfNotPresent";
                    livenessProbe = {
                      failureThreshold = 5;
                      httpGet = {
                        path = "/health";
                        port = 8080;
                      };
                      initialDelaySeconds = 60;
                      timeoutSeconds = 5;
                    };
                    name = "coredns";
                    ports = [
                      {
                        containerPort = 53;
                        name = "dns";
                        protocol = "UDP";
                      }
                      {
                        containerPort = 53;
                        name = "dns-tcp";
                        protocol = "TCP";
                      }
                      {
                        containerPort = 9153;
                        name = "metrics";
                        protocol = "TCP";
                      }
                    ];
                    readinessProbe = {
                      httpGet = {
                        path = "/ready";
                        port = 8181;
                      };
                    };
                    resources = {
                      limits.memory = "170Mi";
                      requests = {
                        cpu = "100m";
                        memory = "70Mi";
                      };
                    };
                    securityContext = {
                      allowPrivilegeEscalation = false;
                      capabilities = {
                        add = [ "NET_BIND_SERVICE" ];
                        drop = [ "ALL" ];
                      };
                      readOnlyRootFilesystem = true;
                    };
                    volumeMounts = [
                      {
                        mountPath = "/etc/coredns";
                        name = "config";
                        readOnly = true;
                      }
                    ];
                  }
                ];
                dnsPolicy = "Default";
                nodeSelector = {
                  "kubernetes.io/os" = "linux";
                };
                priorityClassName = "system-cluster-critical";
                serviceAccountName = "coredns";
                tolerations = [
                  {
                    key = "CriticalAddonsOnly";
                    operator = "Exists";
                  }
                  {
                    effect = "NoSchedule";
                    key = "node-role.kubernetes.io/control-plane";
                    operator = "Exists";
                  }
                ];
                volumes = [
                  {
                    configMap = {
                      items = [
                        {
                          key = "Corefile";
                          path = "Corefile";
                        }
                      ];
                      name = "coredns";
                    };
                    name = "config";
                  }
                ];
              };
            };
          };
        }
        {
          apiVersion = "policy/v1";
          kind = "PodDisruptionBudget";
          metadata = {
            name = "coredns";
            namespace = "kube-system";
          };
          spec = {
            maxUnavailable = 1;
            selector.matchLabels.k8s-app = "kube-dns";
          };
        }
        {
          apiVersion = "v1";
          kind = "Service";
          metadata = {
            labels = {
              k8s-app = "kube-dns";
              "kubernetes.io/cluster-service" = "true";
              "kubernetes.io/name" = "CoreDNS";
            };
            name = "kube-dns";
            namespace = "kube-system";
          };
          spec = {
            clusterIP = "10.96.0.10";
            ipFamilyPolicy = "PreferDualStack";
            ports = [
              {
                name = "dns";
                port = 53;
                protocol = "UDP";
                targetPort = "dns";
              }
              {
                name = "dns-tcp";
                port = 53;
                protocol = "TCP";
                targetPort = "dns-tcp";
              }
              {
                name = "metrics";
                port = 9153;
                protocol = "TCP";
                targetPort = "metrics";
              }
            ];
            selector.k8s-app = "kube-dns";
          };
        }
      ];
    };
    cni = {
      configuration = {
        cniVersion = "0.3.1";
        name = "mynet";
        plugins = [
          {
            delegate = {
              bridge = "mynet";
              hairpinMode = true;
              isDefaultGateway = true;
            };
            type = "flannel";
          }
          {
            capabilities.portMappings = true;
            type = "portmap";
          }
        ];
      };
    };
    kubeconfigs = {
      bootstrap = {
        caFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
        certFile = "/var/lib/quorate/secrets/bootstrap.crt";
        keyFile = "/var/lib/quorate/secrets/bootstrap.key";
        server = "https://127.0.0.1:6443";
      };
      flannel = {
        caFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
        certFile = "/var/lib/quorate/secrets/flannel-client.crt";
        keyFile = "/var/lib/quorate/secrets/flannel-client.key";
        server = "https://127.0.0.1:6443";
      };
      kube-vip = {
        caFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
        certFile = "/var/lib/quorate/secrets/kube-vip.crt";
        keyFile = "/var/lib/quorate/secrets/kube-vip.key";
        server = "https://127.0.0.1:6443";
      };
    };
    node = {
      cluster = "home";
      name = "node1";
    };
    secrets = {
      directory = "/var/lib/quorate/secrets";
      files = {
        "apiserver-etcd-client.crt" = {
          mode = "0644";
          owner = "kubernetes";
        };
        "apiserver-etcd-client.key" = {
          mode = "0600";
          owner = "kubernetes";
        };
        "apiserver-kubelet-client.crt" = {
          mode = "0644";
          owner = "kubernetes";
        };
        "apiserver-kubelet-client.key" = {
          mode = "0600";
          owner = "kubernetes";
        };
        "apiserver.crt" = {
          mode = "0644";
          owner = "kubernetes";
        };
        "apiserver.key" = {
          mode = "0600";
          owner = "kubernetes";
        };
        authorized_keys = {
          mode = "0644";
          owner = "root";
        };
        "bootstrap.crt" = {
          mode = "0644";
          owner = "root";
        };
        "bootstrap.key" = {
          mode = "0600";
          owner = "root";
        };
        "controller-manager.crt" = {
          mode = "0644";
          owner = "kubernetes";
        };
        "controller-manager.key" = {
          mode = "0600";
          owner = "kubernetes";
        };
        "encryption-config.json" = {
          mode = "0600";
          owner = "kubernetes";
        };
        "etcd-ca.crt" = {
          mode = "0644";
          owner = "root";
        };
        "etcd-healthcheck-client.crt" = {
          mode = "0644";
          owner = "etcd";
        };
        "etcd-healthcheck-client.key" = {
          mode = "0600";
          owner = "etcd";
        };
        "etcd-peer.crt" = {
          mode = "0644";
          owner = "etcd";
        };
        "etcd-peer.key" = {
          mode = "0600";
          owner = "etcd";
        };
        "etcd-server.crt" = {
          mode = "0644";
          owner = "etcd";
        };
        "etcd-server.key" = {
          mode = "0600";
          owner = "etcd";
        };
        "flannel-client.crt" = {
          mode = "0644";
          owner = "root";
        };
        "flannel-client.key" = {
          mode = "0600";
          owner = "root";
        };
        "front-proxy-ca.crt" = {
          mode = "0644";
          owner = "root";
        };
        "front-proxy-client.crt" = {
          mode = "0644";
          owner = "kubernetes";
        };
        "front-proxy-client.key" = {
          mode = "0600";
          owner = "kubernetes";
        };
        "kube-proxy.crt" = {
          mode = "0644";
          owner = "root";
        };
        "kube-proxy.key" = {
          mode = "0600";
          owner = "root";
        };
        "kube-vip.crt" = {
          mode = "0644";
          owner = "root";
        };
        "kube-vip.key" = {
          mode = "0600";
          owner = "root";
        };
        "kubelet-client.crt" = {
          mode = "0644";
          owner = "root";
        };
        "kubelet-client.key" = {
          mode = "0600";
          owner = "root";
        };
        "kubelet-server.crt" = {
          mode = "0644";
          owner = "root";
        };
        "kubelet-server.key" = {
          mode = "0600";
          owner = "root";
        };
        "kubernetes-ca.crt" = {
          mode = "0644";
          owner = "root";
        };
        "scheduler.crt" = {
          mode = "0644";
          owner = "kubernetes";
        };
        "scheduler.key" = {
          mode = "0600";
          owner = "kubernetes";
        };
        "service-account.key" = {
          mode = "0600";
          owner = "kubernetes";
        };
        "service-account.pub" = {
          mode = "0644";
          owner = "kubernetes";
        };
        ssh_host_ed25519_key = {
          mode = "0600";
          owner = "root";
        };
        "ssh_host_ed25519_key.pub" = {
          mode = "0644";
          owner = "root";
        };
      };
      requiredBy = {
        etcd = [
          "etcd-ca.crt"
          "etcd-peer.crt"
          "etcd-peer.key"
          "etcd-server.crt"
          "etcd-server.key"
        ];
        flannel = [
          "flannel-client.crt"
          "flannel-client.key"
          "kubernetes-ca.crt"
        ];
        kube-apiserver = [
          "apiserver-etcd-client.crt"
          "apiserver-etcd-client.key"
          "apiserver-kubelet-client.crt"
          "apiserver-kubelet-client.key"
          "apiserver.crt"
          "apiserver.key"
          "encryption-config.json"
          "etcd-ca.crt"
          "front-proxy-ca.crt"
          "front-proxy-client.crt"
          "front-proxy-client.key"
          "kubernetes-ca.crt"
          "service-account.key"
          "service-account.pub"
        ];
        kube-controller-manager = [
          "controller-manager.crt"
          "controller-manager.key"
          "kubernetes-ca.crt"
          "service-account.key"
        ];
        kube-proxy = [
          "kube-proxy.crt"
          "kube-proxy.key"
          "kubernetes-ca.crt"
        ];
        kube-scheduler = [
          "kubernetes-ca.crt"
          "scheduler.crt"
          "scheduler.key"
        ];
        kubelet = [
          "kubelet-client.crt"
          "kubelet-client.key"
          "kubelet-server.crt"
          "kubelet-server.key"
          "kubernetes-ca.crt"
        ];
        quorate-bootstrap = [
          "bootstrap.crt"
          "bootstrap.key"
          "kubernetes-ca.crt"
        ];
      };
    };
    ssh.port = 22;
  };
  services = {
    etcd = {
      advertiseClientUrls = [ "https://10.0.0.11:2379" ];
      certFile = "/var/lib/quorate/secrets/etcd-server.crt";
      clientCertAuth = true;
      enable = true;
      extraConf = {
        FEATURE_GATES = "InitialCorruptCheck=true";
        QUOTA_BACKEND_BYTES = "8589934592";
        WATCH_PROGRESS_NOTIFY_INTERVAL = "5s";
      };
      initialAdvertisePeerUrls = [ "https://10.0.0.11:2380" ];
      initialCluster = [ "node1=https://10.0.0.11:2380" ];
      initialClusterState = "existing";
      initialClusterToken = "quorate-home";
      keyFile = "/var/lib/quorate/secrets/etcd-server.key";
      listenClientUrls = [
        "https://10.0.0.11:2379"
        "https://127.0.0.1:2379"
      ];
      listenPeerUrls = [ "https://10.0.0.11:2380" ];
      name = "node1";
      peerCertFile = "/var/lib/quorate/secrets/etcd-peer.crt";
      peerClientCertAuth = true;
      peerKeyFile = "/var/lib/quorate/secrets/etcd-peer.key";
      peerTrustedCaFile = "/var/lib/quorate/secrets/etcd-ca.crt";
      trustedCaFile = "/var/lib/quorate/secrets/etcd-ca.crt";
    };
    flannel = {
      backend.Type = "vxlan";
      extraNetworkConfig = { };
      iface = "enp3s0f0";
      kubeconfig = "/etc/quorate/kubeconfig/flannel";
      network = "10.244.0.0/16";
      publicIp = "10.0.0.11";
    };
    kubernetes = {
      addonManager.enable = false;
      addons.dns.enable = false;
      apiserver = {
        advertiseAddress = "10.0.0.11";
        allowPrivileged = true;
        authorizationMode = [
          "Node"
          "RBAC"
        ];
        bindAddress = "0.0.0.0";
        clientCaFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
        enable = true;
        etcd = {
          caFile = "/var/lib/quorate/secrets/etcd-ca.crt";
          certFile = "/var/lib/quorate/secrets/apiserver-etcd-client.crt";
          keyFile = "/var/lib/quorate/secrets/apiserver-etcd-client.key";
          servers = [
            "https://10.0.0.11:2379"
            "https://10.0.0.12:2379"
            "https://10.0.0.13:2379"
          ];
        };
        extraOpts = "--requestheader-client-ca-file=/var/lib/quorate/secrets/front-proxy-ca.crt --requestheader-allowed-names=front-proxy-client --requestheader-extra-headers-prefix=X-Remote-Extra- --requestheader-group-headers=X-Remote-Group --requestheader-username-headers=X-Remote-User --shutdown-delay-duration=5s --shutdown-send-retry-after=true --encryption-provider-config=/var/lib/quorate/secrets/encryption-config.json";
        kubeletClientCaFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
        kubeletClientCertFile = "/var/lib/quorate/secrets/apiserver-kubelet-client.crt";
        kubeletClientKeyFile = "/var/lib/quorate/secrets/apiserver-kubelet-client.key";
        preferredAddressTypes = "InternalIP,Hostname";
        proxyClientCertFile = "/var/lib/quorate/secrets/front-proxy-client.crt";
        proxyClientKeyFile = "/var/lib/quorate/secrets/front-proxy-client.key";
        runtimeConfig = "";
        securePort = 6443;
        serviceAccountKeyFile = "/var/lib/quorate/secrets/service-account.pub";
        serviceAccountSigningKeyFile = "/var/lib/quorate/secrets/service-account.key";
        serviceClusterIpRange = "10.96.0.0/16";
        tlsCertFile = "/var/lib/quorate/secrets/apiserver.crt";
        tlsKeyFile = "/var/lib/quorate/secrets/apiserver.key";
      };
      apiserverAddress = "https://127.0.0.1:6443";
      caFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
      clusterCidr = "10.244.0.0/16";
      controllerManager = {
        enable = true;
        extraOpts = "--node-cidr-mask-size=24 --service-cluster-ip-range=10.96.0.0/16";
        kubeconfig = {
          caFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
          certFile = "/var/lib/quorate/secrets/controller-manager.crt";
          keyFile = "/var/lib/quorate/secrets/controller-manager.key";
          server = "https://127.0.0.1:6443";
        };
        rootCaFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
        securePort = 10257;
        serviceAccountKeyFile = "/var/lib/quorate/secrets/service-account.key";
      };
      easyCerts = false;
      flannel = {
        enable = true;
        openFirewallPorts = false;
      };
      kubelet = {
        address = "0.0.0.0";
        clientCaFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
        clusterDns = [ "10.96.0.10" ];
        clusterDomain = "cluster.local";
        enable = true;
        extraConfig = {
          resolvConf = "/run/systemd/resolve/resolv.conf";
          rotateCertificates = false;
          serverTLSBootstrap = false;
          shutdownGracePeriod = "60s";
          shutdownGracePeriodCriticalPods = "20s";
        };
        hostname = "node1";
        kubeconfig = {
          caFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
          certFile = "/var/lib/quorate/secrets/kubelet-client.crt";
          keyFile = "/var/lib/quorate/secrets/kubelet-client.key";
          server = "https://127.0.0.1:6443";
        };
        nodeIp = "10.0.0.11";
        taints = { };
        tlsCertFile = "/var/lib/quorate/secrets/kubelet-server.crt";
        tlsKeyFile = "/var/lib/quorate/secrets/kubelet-server.key";
        unschedulable = false;
      };
      proxy = {
        bindAddress = "0.0.0.0";
        enable = true;
        hostname = "node1";
        kubeconfig = {
          caFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
          certFile = "/var/lib/quorate/secrets/kube-proxy.crt";
          keyFile = "/var/lib/quorate/secrets/kube-proxy.key";
          server = "https://127.0.0.1:6443";
        };
      };
      scheduler = {
        enable = true;
        kubeconfig = {
          caFile = "/var/lib/quorate/secrets/kubernetes-ca.crt";
          certFile = "/var/lib/quorate/secrets/scheduler.crt";
          keyFile = "/var/lib/quorate/secrets/scheduler.key";
          server = "https://127.0.0.1:6443";
        };
        port = 10259;
      };
    };
  };
  system.stateVersion = "26.05";
  systemd = {
    network = {
      config = {
        networkConfig = {
          ManageForeignRoutes = false;
          ManageForeignRoutingPolicyRules = false;
        };
      };
      networks = {
        "10-uplink" = {
          address = [ "10.0.0.11/24" ];
          gateway = [ "10.0.0.1" ];
          linkConfig.RequiredForOnline = "routable";
          matchConfig.Name = "enp3s0f0";
          networkConfig = {
            DHCP = "no";
            IPv6AcceptRA = false;
          };
        };
      };
    };
    services.flannel.environment.FLANNELD_IP_MASQ = "true";
  };
}
