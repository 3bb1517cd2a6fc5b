package waypost.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How listeners speak TLS: 1.2 and 1.3, resumption by session tickets, the certificate chosen by the name that the client asks for. Any
 * thread.
 */
public final class ServerTls {
    private final FromFiles<ServerContexts> contexts;

    private ServerTls(FromFiles<ServerContexts> contexts) {
        this.contexts = contexts;
    }

    /**
     * Shows one of these certificates: the first that has the name which the client asks for (RFC 6066 §3), else the first; asks for none.
     *
     * @throws IOException if the files cannot be read or do not belong together
     */
    public static ServerTls of(List<Identity> identities) throws IOException {
        List<Path> files = new ArrayList<>();
        identities.forEach(identity -> files.addAll(identity.files()));
        return new ServerTls(new FromFiles<>(files, () -> new ServerContexts(named(identities, builder -> builder))));
    }

    private static List<ServerContexts.Named> named(List<Identity> identities, UnaryOperator<SslContextBuilder> more)
            throws IOException {
        List<ServerContexts.Named> named = new ArrayList<>();
        for (Identity identity : identities) {
            SslContext context = TlsFiles.build(more.apply(TlsFiles.server(identity)));
            named.add(new ServerContexts.Named(TlsNames.names(PemFile.certificate(identity.certificate())), context));
        }
        return named;
    }

    /** As {@link #of}, and asks clients for their users' certificates. */
    public static ServerTls askingUsers(
            List<Identity> identities, UserAuthorities.Source source, ClientCertificate wanted) throws IOException {
        List<Path> files = new ArrayList<>(source.files());
        identities.forEach(identity -> files.addAll(identity.files()));
        ClientAuth asking = wanted == ClientCertificate.REQUIRED ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
        return new ServerTls(new FromFiles<>(files, () -> {
            UserAuthorities authorities = UserAuthorities.read(source);
            return new ServerContexts(
                    named(
                            identities,
                            builder -> builder.clientAuth(asking)
                                    .trustManager(UserCertificates.trust(authorities, wanted))),
                    Optional.of(authorities));
        }));
    }

    /** Asks nodes for a certificate and verifies it by these authorities (PEM); clients without one are let in. */
    public static ServerTls asking(Identity identity, List<Path> authorities) throws IOException {
        List<Path> files = new ArrayList<>(identity.files());
        files.addAll(authorities);
        return new ServerTls(new FromFiles<>(files, () -> {
            SslContext context = TlsFiles.build(TlsFiles.server(identity)
                    .trustManager(TlsFiles.certificates(authorities))
                    .clientAuth(ClientAuth.OPTIONAL));
            return new ServerContexts(List.of(new ServerContexts.Named(List.of(), context)));
        }));
    }

    /**
     * Reads the files again if they have changed. Connections that stand stay; new ones see the new certificates. Blocks for the files.
     *
     * @return whether they had changed
     * @throws IOException if they cannot be used; then the former stay in use
     */
    public boolean refresh() throws IOException {
        return contexts.refresh();
    }

    ChannelHandler handler(ByteBufAllocator allocator) {
        return contexts.present().handler(allocator);
    }
}
