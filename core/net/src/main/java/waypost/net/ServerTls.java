package waypost.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How listeners speak TLS: 1.2 and 1.3, resumption by session tickets. Read once from its files; immutable; any thread. */
public final class ServerTls {
    private final SslContext context;

    private ServerTls(SslContext context) {
        this.context = context;
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setTicketKeys(TicketKeys.fresh());
            sessions.setSessionCacheEnabled(false);
        }
    }

    /**
     * Shows this certificate; asks for none.
     *
     * @throws IOException if the files cannot be read or do not belong together
     */
    public static ServerTls of(Identity identity) throws IOException {
        return new ServerTls(TlsFiles.build(TlsFiles.server(identity)));
    }

    /** Asks clients for a certificate and verifies it by these authorities (PEM); clients without one are let in. */
    public static ServerTls asking(Identity identity, List<Path> authorities) throws IOException {
        SslContextBuilder builder = TlsFiles.server(identity)
                .trustManager(TlsFiles.certificates(authorities))
                .clientAuth(ClientAuth.OPTIONAL);
        return new ServerTls(TlsFiles.build(builder));
    }

    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(NetLimits.TLS_HANDSHAKE.toMillis());
        return handler;
    }
}
