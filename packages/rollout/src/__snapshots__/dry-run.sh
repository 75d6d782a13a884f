# /tmp/quorate-XXXXXX/ssh_config, as written while deploy runs:
#   Host db1
#     HostName 10.0.0.21
#     HostKeyAlias db1
#
#   Host db2
#     HostName 10.0.0.22
#     HostKeyAlias db2
#
#   Host master1
#     HostName 10.0.0.11
#     HostKeyAlias master1
#
#   Host master2
#     HostName 10.0.0.12
#     HostKeyAlias master2
#
#   Host worker1
#     HostName 10.0.0.31
#     HostKeyAlias worker1
#
#   Host *
#     User root
#     Port 22
#     IdentityFile "/home/me/certs/operator/id_ed25519"
#     UserKnownHostsFile "/home/me/certs/operator/known_hosts"
#     GlobalKnownHostsFile /dev/null
#     StrictHostKeyChecking yes
#     UpdateHostKeys no
#     BatchMode yes
#     ForwardAgent no
#     ConnectTimeout 10
#     ServerAliveInterval 15
#     ServerAliveCountMax 4
#     ControlMaster auto
#     ControlPath "/tmp/quorate-XXXXXX/s/%C"
#     ControlPersist 30
# first: look at the machines
# db1: look at the machine
ssh -F /tmp/quorate-XXXXXX/ssh_config -- db1 $'echo quorate-probe=1\nif [ -e /etc/NIXOS ]; then echo nixos=yes; fi\necho "current=$(readlink -f /run/current-system)"\necho "profile=$(readlink -f /nix/var/nix/profiles/system)"\necho "fingerprint=$(cat /etc/quorate/fingerprint 2>/dev/null)"\necho "etcd=$(systemctl is-active etcd.service 2>/dev/null)"\necho "activation=$(systemctl is-active quorate-switch.service 2>/dev/null)"\nsed \'s/^/confirmed-/\' /var/lib/quorate/confirmed 2>/dev/null\ndata=$(systemctl show etcd.service --property=Environment 2>/dev/null | tr \' \' \'\\n\' | sed -n \'s/.*ETCD_DATA_DIR=//p\' | tail -n 1)\ndata="${data:-/var/lib/etcd}/member"\nif [ -n "$(ls -A "$data" 2>/dev/null)" ]; then echo etcd-data=yes; elif [ -r "$data" ] || [ ! -e "$data" ]; then echo etcd-data=no; fi\ncurl --silent --fail --include --noproxy \'*\' --max-time 5 --http1.1 --cacert /var/lib/quorate/secrets/etcd-ca.crt --cert /var/lib/quorate/secrets/etcd-peer.crt --key /var/lib/quorate/secrets/etcd-peer.key https://10.0.0.21:2380/members 2>/dev/null | sed \'s/^/etcd-members=/\'\nif cd /var/lib/quorate/secrets 2>/dev/null; then find . -maxdepth 1 -type f -exec sha256sum {} + | sed \'s/^/secret=/\'; fi\ntrue'
# worker1: look at the machine
ssh -F /tmp/quorate-XXXXXX/ssh_config -- worker1 $'echo quorate-probe=1\nif [ -e /etc/NIXOS ]; then echo nixos=yes; fi\necho "current=$(readlink -f /run/current-system)"\necho "profile=$(readlink -f /nix/var/nix/profiles/system)"\necho "fingerprint=$(cat /etc/quorate/fingerprint 2>/dev/null)"\necho "etcd=$(systemctl is-active etcd.service 2>/dev/null)"\necho "activation=$(systemctl is-active quorate-switch.service 2>/dev/null)"\nsed \'s/^/confirmed-/\' /var/lib/quorate/confirmed 2>/dev/null\nif cd /var/lib/quorate/secrets 2>/dev/null; then find . -maxdepth 1 -type f -exec sha256sum {} + | sed \'s/^/secret=/\'; fi\ntrue'
# db2: look at the machine
ssh -F /tmp/quorate-XXXXXX/ssh_config -- db2 $'echo quorate-probe=1\nif [ -e /etc/NIXOS ]; then echo nixos=yes; fi\necho "current=$(readlink -f /run/current-system)"\necho "profile=$(readlink -f /nix/var/nix/profiles/system)"\necho "fingerprint=$(cat /etc/quorate/fingerprint 2>/dev/null)"\necho "etcd=$(systemctl is-active etcd.service 2>/dev/null)"\necho "activation=$(systemctl is-active quorate-switch.service 2>/dev/null)"\nsed \'s/^/confirmed-/\' /var/lib/quorate/confirmed 2>/dev/null\ndata=$(systemctl show etcd.service --property=Environment 2>/dev/null | tr \' \' \'\\n\' | sed -n \'s/.*ETCD_DATA_DIR=//p\' | tail -n 1)\ndata="${data:-/var/lib/etcd}/member"\nif [ -n "$(ls -A "$data" 2>/dev/null)" ]; then echo etcd-data=yes; elif [ -r "$data" ] || [ ! -e "$data" ]; then echo etcd-data=no; fi\ncurl --silent --fail --include --noproxy \'*\' --max-time 5 --http1.1 --cacert /var/lib/quorate/secrets/etcd-ca.crt --cert /var/lib/quorate/secrets/etcd-peer.crt --key /var/lib/quorate/secrets/etcd-peer.key https://10.0.0.22:2380/members 2>/dev/null | sed \'s/^/etcd-members=/\'\nif cd /var/lib/quorate/secrets 2>/dev/null; then find . -maxdepth 1 -type f -exec sha256sum {} + | sed \'s/^/secret=/\'; fi\ntrue'
# master1: look at the machine
ssh -F /tmp/quorate-XXXXXX/ssh_config -- master1 $'echo quorate-probe=1\nif [ -e /etc/NIXOS ]; then echo nixos=yes; fi\necho "current=$(readlink -f /run/current-system)"\necho "profile=$(readlink -f /nix/var/nix/profiles/system)"\necho "fingerprint=$(cat /etc/quorate/fingerprint 2>/dev/null)"\necho "etcd=$(systemctl is-active etcd.service 2>/dev/null)"\necho "activation=$(systemctl is-active quorate-switch.service 2>/dev/null)"\nsed \'s/^/confirmed-/\' /var/lib/quorate/confirmed 2>/dev/null\ndata=$(systemctl show etcd.service --property=Environment 2>/dev/null | tr \' \' \'\\n\' | sed -n \'s/.*ETCD_DATA_DIR=//p\' | tail -n 1)\ndata="${data:-/var/lib/etcd}/member"\nif [ -n "$(ls -A "$data" 2>/dev/null)" ]; then echo etcd-data=yes; elif [ -r "$data" ] || [ ! -e "$data" ]; then echo etcd-data=no; fi\ncurl --silent --fail --include --noproxy \'*\' --max-time 5 --http1.1 --cacert /var/lib/quorate/secrets/etcd-ca.crt --cert /var/lib/quorate/secrets/etcd-peer.crt --key /var/lib/quorate/secrets/etcd-peer.key https://10.0.0.11:2380/members 2>/dev/null | sed \'s/^/etcd-members=/\'\nif cd /var/lib/quorate/secrets 2>/dev/null; then find . -maxdepth 1 -type f -exec sha256sum {} + | sed \'s/^/secret=/\'; fi\ntrue'
# a machine that is installed and differs in everything
# here: evaluate the systems
nix --extra-experimental-features $'nix-command flakes' eval --json --no-write-lock-file --option cores 2 --override-input nixpkgs $'path:/a b' --apply $'nodes: let pair = drv: { drv = drv.drvPath; out = drv.outPath; }; in { "db1" = { system = pair nodes."db1".config.system.build.toplevel; }; "worker1" = { system = pair nodes."worker1".config.system.build.toplevel; }; }' $'/home/me/cluster#nixosConfigurations'
# here: build the systems
nix-store --option cores 2 --realise --add-root /tmp/quorate-XXXXXX/roots/system --indirect /nix/store/NOT-BUILT-YET-db1-system.drv /nix/store/NOT-BUILT-YET-worker1-system.drv
# side by side: db1, worker1
# db1: copy the closure
NIX_SSHOPTS=$'-F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none' nix --extra-experimental-features $'nix-command flakes' copy --option cores 2 --no-check-sigs --to ssh://db1 /nix/store/NOT-BUILT-YET-db1-system
# db1: send certificates and keys, beside those in use
tar --create --file=- --owner=0 --group=0 --numeric-owner --directory=/home/me/certs/hosts/db1 -- a.crt a.key | ssh -F /tmp/quorate-XXXXXX/ssh_config -- db1 $'set -eu\nmkdir -p -m 0755 /var/lib/quorate\n[ -d /var/lib/quorate/secrets ] || mkdir -m 0711 /var/lib/quorate/secrets\numask 077\nrm -rf /var/lib/quorate/secrets/.incoming\nmkdir /var/lib/quorate/secrets/.incoming\ncd /var/lib/quorate/secrets/.incoming\ntar --extract --no-same-owner --no-same-permissions --file=-\nfind . -maxdepth 1 -type f -exec sha256sum {} +'
# worker1: copy the closure
NIX_SSHOPTS=$'-F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none' nix --extra-experimental-features $'nix-command flakes' copy --option cores 2 --no-check-sigs --to ssh://worker1 /nix/store/NOT-BUILT-YET-worker1-system
# worker1: send certificates and keys, beside those in use
tar --create --file=- --owner=0 --group=0 --numeric-owner --directory=/home/me/certs/hosts/worker1 -- a.crt a.key | ssh -F /tmp/quorate-XXXXXX/ssh_config -- worker1 $'set -eu\nmkdir -p -m 0755 /var/lib/quorate\n[ -d /var/lib/quorate/secrets ] || mkdir -m 0711 /var/lib/quorate/secrets\numask 077\nrm -rf /var/lib/quorate/secrets/.incoming\nmkdir /var/lib/quorate/secrets/.incoming\ncd /var/lib/quorate/secrets/.incoming\ntar --extract --no-same-owner --no-same-permissions --file=-\nfind . -maxdepth 1 -type f -exec sha256sum {} +'
# db1: put them in place
ssh -F /tmp/quorate-XXXXXX/ssh_config -- db1 $'set -eu\nown() { if id -u "$1" >/dev/null 2>&1; then chown "$1:" "$2"; else chown root: "$2"; fi; }\ncd /var/lib/quorate/secrets/.incoming\nown root ./a.crt\nchmod 0644 ./a.crt\nsync ./a.crt\nmv -f ./a.crt /var/lib/quorate/secrets/a.crt\nown etcd ./a.key\nchmod 0600 ./a.key\nsync ./a.key\nmv -f ./a.key /var/lib/quorate/secrets/a.key\ncd /var/lib/quorate/secrets\nsync .\nrm -rf /var/lib/quorate/secrets/.incoming'
# db1: set the system profile
ssh -F /tmp/quorate-XXXXXX/ssh_config -- db1 $'nix-env -p /nix/var/nix/profiles/system --set /nix/store/NOT-BUILT-YET-db1-system'
# db1: activate
ssh -F /tmp/quorate-XXXXXX/ssh_config -- db1 $'rm -f /var/lib/quorate/confirmed || exit\nsync /var/lib/quorate 2>/dev/null\necho /nix/store/NOT-BUILT-YET-db1-system >/run/quorate-switch || exit\nsystemctl reset-failed quorate-switch.service 2>/dev/null\nbegan=$(date +%s)\nsystemd-run --unit=quorate-switch.service --service-type=exec --wait --quiet -- /nix/store/NOT-BUILT-YET-db1-system/bin/switch-to-configuration switch\ncode=$?\njournalctl --quiet --no-pager --output=cat --unit=quorate-switch.service --since="@$began" | grep -vF "Failed to open /run/systemd/transient/" || true\nexit $code'
# db1: end the shared connection
ssh -F /tmp/quorate-XXXXXX/ssh_config -O exit -- db1
# db1: wait until it lets a new connection in
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- db1 true
# db1: verify what runs
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- db1 $'echo quorate-probe=1\nif [ -e /etc/NIXOS ]; then echo nixos=yes; fi\necho "current=$(readlink -f /run/current-system)"\necho "profile=$(readlink -f /nix/var/nix/profiles/system)"\necho "fingerprint=$(cat /etc/quorate/fingerprint 2>/dev/null)"\necho "etcd=$(systemctl is-active etcd.service 2>/dev/null)"\necho "activation=$(systemctl is-active quorate-switch.service 2>/dev/null)"\nsed \'s/^/confirmed-/\' /var/lib/quorate/confirmed 2>/dev/null\nif cd /var/lib/quorate/secrets 2>/dev/null; then find . -maxdepth 1 -type f -exec sha256sum {} + | sed \'s/^/secret=/\'; fi\ntrue'
# db1: write down what was verified
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- db1 $'set -eu\ndemand() { [ "$2" = "$3" ] || { echo "$1" >&2; exit 1; }; }\ndemand \'it runs another system by now\' "$(readlink -f /run/current-system)" /nix/store/NOT-BUILT-YET-db1-system\ndemand \'its activation did not begin\' "$(cat /run/quorate-switch 2>/dev/null)" /nix/store/NOT-BUILT-YET-db1-system\numask 022\nmkdir -p /var/lib/quorate\nprintf \'%s\\n\' closure=/nix/store/NOT-BUILT-YET-db1-system fingerprint= "boot_id=$(cat /proc/sys/kernel/random/boot_id)" >/var/lib/quorate/confirmed.new\nsync /var/lib/quorate/confirmed.new\nmv -f /var/lib/quorate/confirmed.new /var/lib/quorate/confirmed\nsync /var/lib/quorate'
# worker1: put them in place
ssh -F /tmp/quorate-XXXXXX/ssh_config -- worker1 $'set -eu\nown() { if id -u "$1" >/dev/null 2>&1; then chown "$1:" "$2"; else chown root: "$2"; fi; }\ncd /var/lib/quorate/secrets/.incoming\nown root ./a.crt\nchmod 0644 ./a.crt\nsync ./a.crt\nmv -f ./a.crt /var/lib/quorate/secrets/a.crt\nown etcd ./a.key\nchmod 0600 ./a.key\nsync ./a.key\nmv -f ./a.key /var/lib/quorate/secrets/a.key\ncd /var/lib/quorate/secrets\nsync .\nrm -rf /var/lib/quorate/secrets/.incoming'
# worker1: set the system profile
ssh -F /tmp/quorate-XXXXXX/ssh_config -- worker1 $'nix-env -p /nix/var/nix/profiles/system --set /nix/store/NOT-BUILT-YET-worker1-system'
# worker1: activate
ssh -F /tmp/quorate-XXXXXX/ssh_config -- worker1 $'rm -f /var/lib/quorate/confirmed || exit\nsync /var/lib/quorate 2>/dev/null\necho /nix/store/NOT-BUILT-YET-worker1-system >/run/quorate-switch || exit\nsystemctl reset-failed quorate-switch.service 2>/dev/null\nbegan=$(date +%s)\nsystemd-run --unit=quorate-switch.service --service-type=exec --wait --quiet -- /nix/store/NOT-BUILT-YET-worker1-system/bin/switch-to-configuration switch\ncode=$?\njournalctl --quiet --no-pager --output=cat --unit=quorate-switch.service --since="@$began" | grep -vF "Failed to open /run/systemd/transient/" || true\nexit $code'
# worker1: end the shared connection
ssh -F /tmp/quorate-XXXXXX/ssh_config -O exit -- worker1
# worker1: wait until it lets a new connection in
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- worker1 true
# worker1: verify what runs
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- worker1 $'echo quorate-probe=1\nif [ -e /etc/NIXOS ]; then echo nixos=yes; fi\necho "current=$(readlink -f /run/current-system)"\necho "profile=$(readlink -f /nix/var/nix/profiles/system)"\necho "fingerprint=$(cat /etc/quorate/fingerprint 2>/dev/null)"\necho "etcd=$(systemctl is-active etcd.service 2>/dev/null)"\necho "activation=$(systemctl is-active quorate-switch.service 2>/dev/null)"\nsed \'s/^/confirmed-/\' /var/lib/quorate/confirmed 2>/dev/null\nif cd /var/lib/quorate/secrets 2>/dev/null; then find . -maxdepth 1 -type f -exec sha256sum {} + | sed \'s/^/secret=/\'; fi\ntrue'
# worker1: write down what was verified
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- worker1 $'set -eu\ndemand() { [ "$2" = "$3" ] || { echo "$1" >&2; exit 1; }; }\ndemand \'it runs another system by now\' "$(readlink -f /run/current-system)" /nix/store/NOT-BUILT-YET-worker1-system\ndemand \'its activation did not begin\' "$(cat /run/quorate-switch 2>/dev/null)" /nix/store/NOT-BUILT-YET-worker1-system\numask 022\nmkdir -p /var/lib/quorate\nprintf \'%s\\n\' closure=/nix/store/NOT-BUILT-YET-worker1-system fingerprint= "boot_id=$(cat /proc/sys/kernel/random/boot_id)" >/var/lib/quorate/confirmed.new\nsync /var/lib/quorate/confirmed.new\nmv -f /var/lib/quorate/confirmed.new /var/lib/quorate/confirmed\nsync /var/lib/quorate'
# a machine that is not installed yet (needs --yes: its disk is erased)
# db1: see whether a cluster answers there
bash -c $'for port in "$@"; do timeout 3 bash -c \'exec 3<>"/dev/tcp/$0/$1" && echo "answers=$1"\' "$0" "$port" 2>/dev/null & done; wait' 10.0.0.21 2379 2380 6443
# worker1: see whether a cluster answers there
bash -c $'for port in "$@"; do timeout 3 bash -c \'exec 3<>"/dev/tcp/$0/$1" && echo "answers=$1"\' "$0" "$port" 2>/dev/null & done; wait' 10.0.0.31 2379 2380 6443
# here: evaluate the systems
nix --extra-experimental-features $'nix-command flakes' eval --json --no-write-lock-file --option cores 2 --override-input nixpkgs $'path:/a b' --apply $'nodes: let pair = drv: { drv = drv.drvPath; out = drv.outPath; }; in { "db1" = { system = pair nodes."db1".config.system.build.toplevel; disko = pair nodes."db1".config.system.build.diskoScript; }; "worker1" = { system = pair nodes."worker1".config.system.build.toplevel; disko = pair nodes."worker1".config.system.build.diskoScript; }; }' $'/home/me/cluster#nixosConfigurations'
# here: build the systems
nix-store --option cores 2 --realise --add-root /tmp/quorate-XXXXXX/roots/system --indirect /nix/store/NOT-BUILT-YET-db1-system.drv /nix/store/NOT-BUILT-YET-db1-disko.drv /nix/store/NOT-BUILT-YET-worker1-system.drv /nix/store/NOT-BUILT-YET-worker1-disko.drv
# side by side: db1, worker1
# db1: make the folders of the installation
install -d -m 0755 -- /tmp/quorate-XXXXXX/installations/db1 /tmp/quorate-XXXXXX/installations/db1/var /tmp/quorate-XXXXXX/installations/db1/var/lib /tmp/quorate-XXXXXX/installations/db1/var/lib/quorate
# db1: make its secrets folder
install -d -m 0711 -- /tmp/quorate-XXXXXX/installations/db1/var/lib/quorate/secrets
# db1: add the files of mode 0600
install -m 0600 -t /tmp/quorate-XXXXXX/installations/db1/var/lib/quorate/secrets -- /home/me/certs/hosts/db1/a.key
# db1: add the files of mode 0644
install -m 0644 -t /tmp/quorate-XXXXXX/installations/db1/var/lib/quorate/secrets -- /home/me/certs/hosts/db1/a.crt
# worker1: make the folders of the installation
install -d -m 0755 -- /tmp/quorate-XXXXXX/installations/worker1 /tmp/quorate-XXXXXX/installations/worker1/var /tmp/quorate-XXXXXX/installations/worker1/var/lib /tmp/quorate-XXXXXX/installations/worker1/var/lib/quorate
# worker1: make its secrets folder
install -d -m 0711 -- /tmp/quorate-XXXXXX/installations/worker1/var/lib/quorate/secrets
# worker1: add the files of mode 0600
install -m 0600 -t /tmp/quorate-XXXXXX/installations/worker1/var/lib/quorate/secrets -- /home/me/certs/hosts/worker1/a.key
# worker1: add the files of mode 0644
install -m 0644 -t /tmp/quorate-XXXXXX/installations/worker1/var/lib/quorate/secrets -- /home/me/certs/hosts/worker1/a.crt
# db1: install NixOS (erases the disk)
nixos-anywhere --store-paths /nix/store/NOT-BUILT-YET-db1-disko /nix/store/NOT-BUILT-YET-db1-system --build-on local --extra-files /tmp/quorate-XXXXXX/installations/db1 -i /home/me/certs/operator/id_ed25519 --target-host root@10.0.0.21
# db1: wait until it lets a new connection in
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- db1 true
# db1: verify what runs
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- db1 $'echo quorate-probe=1\nif [ -e /etc/NIXOS ]; then echo nixos=yes; fi\necho "current=$(readlink -f /run/current-system)"\necho "profile=$(readlink -f /nix/var/nix/profiles/system)"\necho "fingerprint=$(cat /etc/quorate/fingerprint 2>/dev/null)"\necho "etcd=$(systemctl is-active etcd.service 2>/dev/null)"\necho "activation=$(systemctl is-active quorate-switch.service 2>/dev/null)"\nsed \'s/^/confirmed-/\' /var/lib/quorate/confirmed 2>/dev/null\nif cd /var/lib/quorate/secrets 2>/dev/null; then find . -maxdepth 1 -type f -exec sha256sum {} + | sed \'s/^/secret=/\'; fi\ntrue'
# db1: write down what was verified
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- db1 $'set -eu\ndemand() { [ "$2" = "$3" ] || { echo "$1" >&2; exit 1; }; }\ndemand \'it runs another system by now\' "$(readlink -f /run/current-system)" /nix/store/NOT-BUILT-YET-db1-system\numask 022\nmkdir -p /var/lib/quorate\nprintf \'%s\\n\' closure=/nix/store/NOT-BUILT-YET-db1-system fingerprint= "boot_id=$(cat /proc/sys/kernel/random/boot_id)" >/var/lib/quorate/confirmed.new\nsync /var/lib/quorate/confirmed.new\nmv -f /var/lib/quorate/confirmed.new /var/lib/quorate/confirmed\nsync /var/lib/quorate'
# worker1: install NixOS (erases the disk)
nixos-anywhere --store-paths /nix/store/NOT-BUILT-YET-worker1-disko /nix/store/NOT-BUILT-YET-worker1-system --build-on local --extra-files /tmp/quorate-XXXXXX/installations/worker1 -i /home/me/certs/operator/id_ed25519 --target-host root@10.0.0.31
# worker1: wait until it lets a new connection in
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- worker1 true
# worker1: verify what runs
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- worker1 $'echo quorate-probe=1\nif [ -e /etc/NIXOS ]; then echo nixos=yes; fi\necho "current=$(readlink -f /run/current-system)"\necho "profile=$(readlink -f /nix/var/nix/profiles/system)"\necho "fingerprint=$(cat /etc/quorate/fingerprint 2>/dev/null)"\necho "etcd=$(systemctl is-active etcd.service 2>/dev/null)"\necho "activation=$(systemctl is-active quorate-switch.service 2>/dev/null)"\nsed \'s/^/confirmed-/\' /var/lib/quorate/confirmed 2>/dev/null\nif cd /var/lib/quorate/secrets 2>/dev/null; then find . -maxdepth 1 -type f -exec sha256sum {} + | sed \'s/^/secret=/\'; fi\ntrue'
# worker1: write down what was verified
ssh -F /tmp/quorate-XXXXXX/ssh_config -o ControlPath=none -- worker1 $'set -eu\ndemand() { [ "$2" = "$3" ] || { echo "$1" >&2; exit 1; }; }\ndemand \'it runs another system by now\' "$(readlink -f /run/current-system)" /nix/store/NOT-BUILT-YET-worker1-system\numask 022\nmkdir -p /var/lib/quorate\nprintf \'%s\\n\' closure=/nix/store/NOT-BUILT-YET-worker1-system fingerprint= "boot_id=$(cat /proc/sys/kernel/random/boot_id)" >/var/lib/quorate/confirmed.new\nsync /var/lib/quorate/confirmed.new\nmv -f /var/lib/quorate/confirmed.new /var/lib/quorate/confirmed\nsync /var/lib/quorate'
