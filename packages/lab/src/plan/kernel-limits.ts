/**
 * Limits of the kernel that all containers of a machine share, by their paths below /proc/sys, and the least
 * that a lab wants. They cost nothing by themselves. Of inotify's instances a systemd with its daemons takes
 * eight, a kubelet with its containers some more, and 128 for everybody is what many kernels start with.
 */
export const KERNEL_LIMITS: { readonly [setting: string]: number } = {
  "fs/inotify/max_user_instances": 8192,
};
