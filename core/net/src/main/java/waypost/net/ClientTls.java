package waypost.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How this node speaks TLS to another: which authorities it trusts, which name the other's certificate must show (RFC 9525), and the
 * certificate it shows itself. Immutable; any thread.
 */
public final class ClientTls {
    private final SslContext context;
    private final String name;

    private ClientTls(SslContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /**
     * Shows no certificate.
     *
     * @param authorities PEM files
     * @param name host name, address or node name that the certificate must show
     */
    public static ClientTls to(String name, List<Path> authorities) throws IOException {
        return new ClientTls(TlsFiles.build(TlsFiles.client(authorities)), name);
    }

    /** As {@link #to(String, List)}, showing a certificate when asked. */
    public static ClientTls to(String name, List<Path> authorities, Identity own) throws IOException {
        return new ClientTls(TlsFiles.build(TlsFiles.client(authorities, own)), name);
    }

    /** The same trust and certificate, towards another. */
    public ClientTls to(String otherName) {
        return new ClientTls(context, otherName);
    }

    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator, name, -1);
        handler.setHandshakeTimeoutMillis(NetLimits.TLS_HANDSHAKE.toMillis());
        return handler;
    }
}
