package waypost.net;

import java.nio.file.Path;

/** A certificate with its chain, and its private key (PKCS#8), as PEM files; both may be in one file. */
public record Identity(Path certificate, Path key) {}
