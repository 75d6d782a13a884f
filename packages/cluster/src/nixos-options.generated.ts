export interface NixosOptions { readonly services?: { readonly etcd?: { readonly enable?: boolean } } }
