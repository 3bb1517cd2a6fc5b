package waypost.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS with a client that is asked for the certificate of its user. Who is believed is found out behind the handshake, and at each: such sessions
 * are not resumed.
 */
final class UserCertificates extends SslHandler {
    private final UserAuthorities authorities;

    UserCertificates(SslContext context, ByteBufAllocator allocator, UserAuthorities authorities) {
        super(context.newEngine(allocator));
        this.authorities = authorities;
    }

    /** What became of the certificate. */
    sealed interface Found {
        record None() implements Found {}

        record User(X509Certificate certificate) implements Found {}

        /** @param why for the log */
        record Unbelieved(String why) implements Found {}
    }

    /** Behind the handshake. */
    Found found() {
        try {
            var shown = engine().getSession().getPeerCertificates();
            authorities.check(shown);
            return new Found.User((X509Certificate) shown[0]);
        } catch (SSLPeerUnverifiedException none) {
            return new Found.None();
        } catch (CertificateException unbelieved) {
            return new Found.Unbelieved(Failures.text(unbelieved));
        }
    }

    /** Why a client was not let into the connection at all. */
    static String why(@Nullable Throwable handshake) {
        for (Throwable cause = handshake; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return Failures.text(cause);
            }
        }
        return Failures.text(handshake);
    }

    /** What a handshake is to make of a certificate. */
    static X509ExtendedTrustManager trust(UserAuthorities authorities, ClientCertificate wanted) {
        return new Trust(authorities, wanted);
    }

    private static final class Trust extends X509ExtendedTrustManager {
        private final UserAuthorities authorities;
        private final ClientCertificate wanted;

        Trust(UserAuthorities authorities, ClientCertificate wanted) {
            this.authorities = authorities;
            this.wanted = wanted;
        }

        private void check(X509Certificate[] shown) throws CertificateException {
            if (wanted == ClientCertificate.REQUIRED) {
                authorities.check(shown);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw noServer();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw noServer();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw noServer();
        }

        private static CertificateException noServer() {
            return new CertificateException("users are no servers");
        }

        /** Their names are told to the client, which chooses by them. */
        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return authorities.issuers();
        }
    }
}
