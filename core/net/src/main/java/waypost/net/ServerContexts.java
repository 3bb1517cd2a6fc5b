package waypost.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The certificates of a listener, ready for use. Immutable. */
final class ServerContexts {
    /** Longest ClientHello that is looked through for a name. */
    private static final int CLIENT_HELLO = 32 * 1024;

    private final List<Named> all;
    private final Optional<UserAuthorities> users;

    /**
     * A certificate with its key.
     *
     * @param names that it is for, as the certificate spells them
     */
    record Named(List<String> names, SslContext context) {
        boolean fits(String asked) {
            return names.stream().anyMatch(name -> matches(name.toLowerCase(Locale.ROOT), asked));
        }
    }

    /** Where clients are not asked for their users' certificates. */
    ServerContexts(List<Named> all) {
        this(all, Optional.empty());
    }

    /**
     * @param all the first is for whoever asks for no name, or for one that no certificate has
     * @param users whom users that are asked for a certificate are believed by
     */
    ServerContexts(List<Named> all, Optional<UserAuthorities> users) {
        this.all = List.copyOf(all);
        this.users = users;
        for (Named each : this.all) {
            if (each.context().sessionContext() instanceof OpenSslSessionContext sessions) {
                if (users.isEmpty()) {
                    sessions.setTicketKeys(TicketKeys.fresh());
                }
                sessions.setSessionCacheEnabled(false);
            }
        }
    }

    /** RFC 9525 §6.3: a wildcard is the whole left-most label, and stands for one. */
    static boolean matches(String name, String asked) {
        if (!name.startsWith("*.")) {
            return name.equals(asked);
        }
        int dot = asked.indexOf('.');
        return dot > 0 && asked.substring(dot).equals(name.substring(1));
    }

    ChannelHandler handler(ByteBufAllocator allocator) {
        return all.size() == 1 ? handler(all.getFirst().context(), allocator) : new Choice();
    }

    private SslHandler handler(SslContext context, ByteBufAllocator allocator) {
        SslHandler handler = users.<SslHandler>map(known -> new UserCertificates(context, allocator, known))
                .orElseGet(() -> context.newHandler(allocator));
        handler.setHandshakeTimeoutMillis(NetLimits.TLS_HANDSHAKE.toMillis());
        return handler;
    }

    private SslContext choose(@Nullable String asked) {
        if (asked == null) {
            return all.getFirst().context();
        }
        String name = asked.toLowerCase(Locale.ROOT);
        return all.stream()
                .filter(each -> each.fits(name))
                .findFirst()
                .orElse(all.getFirst())
                .context();
    }

    /** Reads the ClientHello, then makes way for the TLS of the certificate that it asks for. */
    private final class Choice extends SniHandler {
        Choice() {
            super(ServerContexts.this::choose, CLIENT_HELLO, NetLimits.TLS_HANDSHAKE.toMillis());
        }

        @Override
        protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
            return ServerContexts.this.handler(context, allocator);
        }
    }
}
