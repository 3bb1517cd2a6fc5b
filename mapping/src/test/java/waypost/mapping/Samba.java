package waypost.mapping;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.identity.Secret;
import waypost.testkit.SambaProcess;

/** A domain of Active Directory with people in it. */
final class Samba implements AutoCloseable {
    static final Secret PASSWORD = new Secret("Secret-2026");
    private static final Secret ADMINISTRATORS = new Secret(SambaProcess.ADMINISTRATORS_PASSWORD);

    /** userAccountControl of a person who may log in. */
    private static final String NORMAL = "512";

    private final SambaProcess process;

    /** @param settings lines of its configuration besides the usual ones */
    Samba(Path folder, String... settings) throws Exception {
        process = new SambaProcess(folder, settings);
    }

    /** Runs Samba's own command on its files. */
    void tool(String... arguments) throws Exception {
        process.tool(arguments);
    }

    LDAPConnection connect() throws LDAPException {
        return new LDAPConnection(
                process.address(), SambaProcess.LDAP, SambaProcess.ADMINISTRATOR, ADMINISTRATORS.value());
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

    /** The route is in {@code info}, as it may be where nobody extends the schema. */
    DirectorySettings settings() {
        DirectoryKind kind = DirectoryKind.ACTIVE_DIRECTORY;
        AttributeNames usual = kind.attributes();
        var names = new AttributeNames(
                usual.id(),
                usual.address(),
                usual.alias(),
                "info",
                usual.epoch(),
                usual.password(),
                usual.state(),
                usual.service(),
                usual.quota(),
                usual.generation(),
                usual.passwordChanged(),
                usual.forwards());
        return new DirectorySettings(
                "main",
                kind,
                List.of(URI.create("ldap://" + process.address())),
                DirectorySettings.Spread.FIRST,
                DirectorySettings.Protection.PLAIN,
                Optional.of(new DirectorySettings.ServiceBind(SambaProcess.ADMINISTRATOR, ADMINISTRATORS)),
                SambaProcess.BASE,
                kind.filter(),
                kind.loginFilter(),
                names,
                Optional.empty(),
                Duration.ofSeconds(20),
                DirectorySettings.InFlight.STANDARD);
    }

    void restart() throws Exception {
        process.restart();
    }

    @Override
    public void close() {
        process.close();
    }
}
