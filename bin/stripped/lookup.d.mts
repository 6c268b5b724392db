export declare const folder: URL
export declare function fileOf(source: string | Uint8Array): URL
export declare function strippedOf(source: string | Uint8Array): string | undefined
