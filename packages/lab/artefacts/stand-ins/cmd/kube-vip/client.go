package main

import (
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

// newClient speaks to the apiserver with the rights of the kubeconfig. A mode that needs none of it reads it
// nevertheless: kube-vip does not start without.
func newClient(settings settings) (*kubernetes.Clientset, error) {
	config, err := clientcmd.BuildConfigFromFlags("", settings.kubeconfig)
	if err != nil {
		return nil, err
	}
	if settings.server != "" {
		config.Host = settings.server
	}
	config.Timeout = 10 * time.Second
	return kubernetes.NewForConfig(config)
}
