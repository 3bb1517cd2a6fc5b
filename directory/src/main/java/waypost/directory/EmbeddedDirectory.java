package waypost.directory;

import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import waypost.identity.Secret;

/**
 * A directory inside this process, for sites that have none: entries in memory, served over LDAP, every acknowledged change on the disk.
 * One node of a cluster hosts it. Owned by {@code app}.
 */
public final class EmbeddedDirectory implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 1000;
    private static final int MAX_MESSAGE = 1 << 20;
    private static final int CHECKING_THREADS = 2;
    private static final List<String> INDEXED =
            List.of("uid", "mail", "mailLocalAddress", "associatedDomain", "entryUUID");

    private final EmbeddedSettings settings;
    private final LDAPListener listener;
    private final DirectoryGuard guard;

    private EmbeddedDirectory(EmbeddedSettings settings, LDAPListener listener, DirectoryGuard guard) {
        this.settings = settings;
        this.listener = listener;
        this.guard = guard;
    }

    /** Makes the administrator's password if there is none yet, for whoever must know it before the directory runs. */
    public static void prepare(Path folder, RandomGenerator random) throws IOException {
        DirectoryFiles.make(folder);
        AdminSecret.readOrMake(secret(folder), random);
    }

    private static Path secret(Path folder) {
        return folder.resolve("admin.secret");
    }

    /**
     * Reads the files and listens.
     *
     * @param random makes the administrator's password at the first start
     * @throws BindException if it cannot listen where it should
     */
    public static EmbeddedDirectory open(EmbeddedSettings settings, RandomGenerator random) throws IOException {
        DirectoryFiles files = DirectoryFiles.open(settings.folder());
        try {
            DN base = Names.dn(settings.base());
            Secret password = AdminSecret.readOrMake(secret(settings.folder()), random);
            var memory = new InMemoryRequestHandler(memoryConfig(base));
            for (Entry entry : files.load()) {
                memory.addEntry(entry, true);
            }
            var journal = new ChangeJournal(memory, base, files);
            if (memory.getEntry(base) == null) {
                memory.addEntry(top(base), false);
                journal.record(List.of(base), List.of());
            }
            var guard = new DirectoryGuard(
                    new DN(new RDN("cn", "admin"), base),
                    password,
                    memory,
                    settings.maxEntries(),
                    journal,
                    new PasswordCheck(CHECKING_THREADS));
            return new EmbeddedDirectory(settings, listen(settings, new GuardedHandler(memory, guard)), guard);
        } catch (BindException taken) {
            files.close();
            throw taken;
        } catch (IOException | LDAPException failure) {
            files.close();
            throw new IOException("embedded directory in " + settings.folder(), failure);
        }
    }

    private static InMemoryDirectoryServerConfig memoryConfig(DN base) throws IOException, LDAPException {
        var config = new InMemoryDirectoryServerConfig(base);
        config.setSchema(DirectorySchema.load());
        config.setEqualityIndexAttributes(INDEXED);
        config.setGenerateOperationalAttributes(true);
        config.setMaxChangeLogEntries(0);
        config.getExtendedOperationHandlers().clear(); // the root DSE announces what the guard lets through: none
        return config;
    }

    private static LDAPListener listen(EmbeddedSettings settings, GuardedHandler handler) throws IOException {
        var config = new LDAPListenerConfig(settings.listen().getPort(), handler);
        config.setListenAddress(settings.listen().getAddress());
        config.setMaxConnections(MAX_CONNECTIONS);
        config.setMaxMessageSizeBytes(MAX_MESSAGE);
        settings.tls().ifPresent(tls -> config.setServerSocketFactory(tls.getServerSocketFactory()));
        var listener = new LDAPListener(config);
        listener.startListening();
        return listener;
    }

    private static Entry top(DN base) {
        RDN rdn = Objects.requireNonNull(base.getRDN());
        String type = rdn.getAttributeNames()[0].toLowerCase(Locale.ROOT);
        String value = rdn.getAttributeValues()[0];
        var entry = new Entry(base);
        entry.addAttribute(type, value);
        switch (type) {
            case "dc" -> entry.addAttribute("objectClass", "top", "domain");
            case "o" -> entry.addAttribute("objectClass", "top", "organization");
            case "ou" -> entry.addAttribute("objectClass", "top", "organizationalUnit");
            default -> throw new IllegalStateException("settings with the base " + base);
        }
        return entry;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(settings.listen().getAddress(), listener.getListenPort());
    }

    /** As whom everything may be done. */
    public String adminDn() {
        return guard.administrator().toString();
    }

    /** Made when the folder was made, and kept there. */
    public Secret adminPassword() {
        return guard.password();
    }

    /** Has a mapping of this process told what changes. */
    public void tell(ChangeFeed.Changes hearer) {
        guard.journal().tell(hearer);
    }

    /** How the mapping of this process reaches the directory. */
    public DirectorySettings asDirectory(String name) {
        String scheme = settings.tls().isPresent() ? "ldaps" : "ldap";
        String host = address().getAddress().getHostAddress();
        URI uri = URI.create(
                scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listener.getListenPort());
        var service = new ServiceBind.Simple(adminDn(), adminPassword());
        return DirectorySettings.plain(name, uri, Optional.of(service), settings.base());
    }

    @Override
    public void close() throws IOException {
        listener.shutDown(true);
        guard.passwords().close();
        guard.journal().close();
    }
}
