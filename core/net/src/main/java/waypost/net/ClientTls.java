package waypost.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How this node speaks TLS to another: which authorities it trusts, which name the other's certificate must show (RFC 9525), and the
 * certificate it shows itself. Any thread.
 */
public final class ClientTls {
    private final FromFiles<SslContext> context;
    private final String name;

    private ClientTls(FromFiles<SslContext> context, String name) {
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
        return new ClientTls(new FromFiles<>(authorities, () -> TlsFiles.build(TlsFiles.client(authorities))), name);
    }

    /** As {@link #to(String, List)}, showing a certificate when asked. */
    public static ClientTls to(String name, List<Path> authorities, Identity own) throws IOException {
        List<Path> files = new ArrayList<>(own.files());
        files.addAll(authorities);
        return new ClientTls(new FromFiles<>(files, () -> TlsFiles.build(TlsFiles.client(authorities, own))), name);
    }

    /** The same trust and certificate, towards another. Refreshed together. */
    public ClientTls to(String otherName) {
        return new ClientTls(context, otherName);
    }

    /** As {@link ServerTls#refresh}. */
    public boolean refresh() throws IOException {
        return context.refresh();
    }

    /** Sessions that are kept for the next connections. */
    int sessions() {
        return Collections.list(context.present().sessionContext().getIds()).size();
    }

    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.present().newHandler(allocator, name, -1);
        handler.setHandshakeTimeoutMillis(NetLimits.TLS_HANDSHAKE.toMillis());
        return handler;
    }
}
