#!/usr/bin/env bash
# A cluster for `npm run test:cluster` from kind and istioctl: up, report, down.
# `up` prints what to export; everything else goes to stderr.
# Needs docker, kind, kubectl and istioctl, and writes to the KUBECONFIG that is set.
set -euo pipefail
: "${KUBECONFIG:?set it to the file that shall be written}"
name=shiftgate
registry=127.0.0.1:5050
gateway_api=v1.3.0

up() {
	docker inspect "$name-registry" > /dev/null 2>&1 ||
		docker run -d --name "$name-registry" -p "$registry:5000" registry:2 > /dev/null
	# Ports 8080 and 8081 of this machine are the gateway's node ports, see `istio` below.
	kind create cluster --name "$name" --wait 120s --config - <<-YAML
		kind: Cluster
		apiVersion: kind.x-k8s.io/v1alpha4
		nodes:
		- role: control-plane
		  extraPortMappings:
		  - {containerPort: 30080, hostPort: 8080, listenAddress: 127.0.0.1}
		  - {containerPort: 30081, hostPort: 8081, listenAddress: 127.0.0.1}
		containerdConfigPatches:
		- |-
		  [plugins."io.containerd.grpc.v1.cri".registry]
		    config_path = "/etc/containerd/certs.d"
	YAML
	docker network connect kind "$name-registry" 2> /dev/null || true
	docker exec -i "$name-control-plane" sh -c "mkdir -p /etc/containerd/certs.d/$registry &&
		cat > /etc/containerd/certs.d/$registry/hosts.toml" <<-TOML
		[host."http://$name-registry:5000"]
	TOML
	images
	istio
}

environment() {
	cat <<-ENV
		export KUBECONFIG=$KUBECONFIG
		export GATEWAY_URL=http://127.0.0.1:8080
		export GATEWAY_API_URL=http://127.0.0.1:8081
		export REGISTRY=$registry
	ENV
}

# The base images that the tests build on.
images() {
	local pair
	for pair in node:20-slim=base/node:20 python:3.11-slim=base/python:3.11 busybox:1=base/busybox:1; do
		docker pull -q "${pair%%=*}" > /dev/null
		docker tag "${pair%%=*}" "$registry/${pair#*=}"
		docker push -q "$registry/${pair#*=}" > /dev/null
	done
}

istio() {
	kubectl apply -f "https://github.com/kubernetes-sigs/gateway-api/releases/download/$gateway_api/standard-install.yaml" > /dev/null
	istioctl install -y -f - <<-YAML
		apiVersion: install.istio.io/v1alpha1
		kind: IstioOperator
		spec:
		  profile: default
		  components:
		    ingressGateways:
		    - name: istio-ingressgateway
		      enabled: true
		      k8s:
		        service:
		          type: NodePort
		          ports:
		          - {name: http, port: 80, targetPort: 8080, nodePort: 30080}
		          - {name: http-gateway-api, port: 8081, targetPort: 8081, nodePort: 30081}
	YAML
	# HTTPRoutes of the tests name this one as their parent; it is the same Envoy.
	kubectl apply -f - > /dev/null <<-YAML
		apiVersion: gateway.networking.k8s.io/v1
		kind: Gateway
		metadata: {name: testbed, namespace: istio-system}
		spec:
		  gatewayClassName: istio
		  addresses: [{type: Hostname, value: istio-ingressgateway.istio-system.svc.cluster.local}]
		  listeners:
		  - {name: http, port: 8081, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}
	YAML
}

report() {
	kubectl get deployments,pods,virtualservices,httproutes --all-namespaces -o wide || true
	kubectl get events --all-namespaces --sort-by=.lastTimestamp | tail -n 50 || true
	kubectl -n istio-system logs deployment/istiod --tail=100 || true
}

down() {
	kind delete cluster --name "$name"
	docker rm -f "$name-registry" > /dev/null
}

case ${1:-} in
up)
	up >&2
	environment
	;;
report | down) "$1" ;;
*) echo "usage: $0 up|report|down" >&2; exit 2 ;;
esac
