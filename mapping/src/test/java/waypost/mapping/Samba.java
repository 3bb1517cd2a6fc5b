package waypost.mapping;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldif.LDIFException;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.directory.ServiceBind;
import waypost.directory.TlsTrust;
import waypost.identity.Secret;
import waypost.testkit.SambaProcess;

/** A domain of Active Directory with people in it. */
final class Samba implements AutoCloseable {
    static final Secret PASSWORD = new Secret("Secret-2026");
    private static final Secret ADMINISTRATORS = new Secret(SambaProcess.ADMINISTRATORS_PASSWORD);

    /** userAccountControl of a person who may log in. */
    private static final String NORMAL = "512";

    /** In 100 ns from 1601: 2001. */
    private static final String LONG_AGO = "126227808000000000";

    private final SambaProcess process;

    /** @param settings lines of its configuration besides the usual ones */
    Samba(Path folder, String... settings) throws Exception {
        this(SambaProcess.first(folder, settings));
    }

    private Samba(SambaProcess process) {
        this.process = process;
        Hosts.give(process.host(), process.address());
    }

    /** Another controller of the domain. */
    Samba joined(Path folder, String... settings) throws Exception {
        return new Samba(process.joined(folder, settings));
    }

    /** Brings it all changes that another one has. */
    void replicate(Samba from) throws Exception {
        process.replicate(from.process);
    }

    /** Runs Samba's own command on its files. */
    void tool(String... arguments) throws Exception {
        process.tool(arguments);
    }

    /** Makes a password older than any may be. */
    void age(String account) throws Exception {
        process.write(dn(account), "pwdLastSet", LONG_AGO);
    }

    /** Writes the keys of an account to a file. */
    Path keytab(String account) throws Exception {
        return process.keytab(account);
    }

    String address() {
        return process.address();
    }

    /** Its name, which its certificate has. */
    String host() {
        return process.host();
    }

    /** Trusts the authority that it has made for itself. */
    TlsTrust trust() throws Exception {
        try (InputStream file = Files.newInputStream(process.authority())) {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return Authority.trusting((X509Certificate) factory.generateCertificate(file));
        }
    }

    /** As its administrator, over TLS, without which it may refuse. */
    LDAPConnection connect() throws LDAPException {
        try {
            return new LDAPConnection(
                    new SSLUtil(new TrustAllTrustManager()).createSSLSocketFactory(),
                    process.address(),
                    SambaProcess.LDAPS,
                    SambaProcess.ADMINISTRATOR,
                    ADMINISTRATORS.value());
        } catch (GeneralSecurityException impossible) {
            throw new LDAPException(ResultCode.LOCAL_ERROR, impossible);
        }
    }

    static String dn(String account) {
        return "CN=" + account + ",CN=Users," + SambaProcess.BASE;
    }

    /** A password as {@code unicodePwd} takes it. */
    static byte[] written(Secret password) {
        return ('"' + password.value() + '"').getBytes(StandardCharsets.UTF_16LE);
    }

    /** A person who can log in with {@link #PASSWORD}. */
    void add(String account, String... lines) throws LDAPException, LDIFException {
        Stream<String> usual = Stream.of(
                "dn: " + dn(account),
                "objectClass: user",
                "sAMAccountName: " + account,
                "userAccountControl: " + NORMAL,
                "unicodePwd:: " + Base64.getEncoder().encodeToString(written(PASSWORD)),
                "info: store1");
        try (LDAPConnection connection = connect()) {
            connection.add(Stream.concat(usual, Arrays.stream(lines)).toArray(String[]::new));
        }
    }

    UserDirectory users() {
        return users(settings());
    }

    /** The route is in {@code info}, as it may be where nobody extends the schema. */
    static UserDirectory users(DirectorySettings reached) {
        Layout layout = Layout.ACTIVE_DIRECTORY;
        return new UserDirectory(
                reached,
                layout.filter(),
                layout.loginFilter(),
                new VariedNames(layout.attributes()).host("info").names(),
                layout.members());
    }

    DirectorySettings settings() {
        return new DirectorySettings(
                "main",
                DirectoryKind.ACTIVE_DIRECTORY,
                List.of(URI.create("ldap://" + process.address())),
                DirectorySettings.Spread.FIRST,
                DirectorySettings.Protection.PLAIN,
                Optional.of(new ServiceBind.Simple(SambaProcess.ADMINISTRATOR, ADMINISTRATORS)),
                SambaProcess.BASE,
                Optional.empty(),
                Duration.ofSeconds(20),
                DirectorySettings.InFlight.STANDARD);
    }

    /** Keeps a copy of its files, from before what comes next. */
    void backUp() throws Exception {
        process.stop();
        process.backUp();
        process.start();
    }

    /** Has it be what it was then. */
    void putBack() throws Exception {
        process.stop();
        process.putBack();
        process.start();
    }

    void stop() {
        process.stop();
    }

    void start() throws Exception {
        process.start();
    }

    @Override
    public void close() {
        process.close();
    }
}
