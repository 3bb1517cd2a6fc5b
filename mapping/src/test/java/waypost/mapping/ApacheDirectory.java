package waypost.mapping;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.directory.api.ldap.model.csn.CsnFactory;
import org.apache.directory.api.ldap.model.entry.DefaultEntry;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapInvalidDnException;
import org.apache.directory.api.ldap.model.ldif.LdifReader;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.api.ldap.schema.extractor.impl.ResourceMap;
import org.apache.directory.api.ldap.schema.loader.JarLdifSchemaLoader;
import org.apache.directory.api.ldap.schema.manager.impl.DefaultSchemaManager;
import org.apache.directory.server.core.DefaultDirectoryService;
import org.apache.directory.server.core.api.InstanceLayout;
import org.apache.directory.server.core.api.interceptor.context.AddOperationContext;
import org.apache.directory.server.core.api.partition.PartitionWriteTxn;
import org.apache.directory.server.core.api.schema.SchemaPartition;
import org.apache.directory.server.core.partition.impl.avl.AvlPartition;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.directory.server.protocol.shared.transport.TcpTransport;
import waypost.directory.DirectorySettings;
import waypost.directory.ServiceBind;
import waypost.identity.Secret;
import waypost.testkit.Peers;

/** Apache Directory Server in this process, all of it in memory: that is what makes it start in seconds. */
final class ApacheDirectory implements AutoCloseable {
    static final String BASE = "dc=waypost";
    private static final String ADMINISTRATOR = "uid=admin,ou=system";
    private static final Secret PASSWORD = new Secret("secret"); // as it comes
    private static final Pattern SCHEMA_ENTRIES = Pattern.compile("schema[/\\\\]ou=schema.*\\.ldif");

    private final DefaultDirectoryService service = new DefaultDirectoryService();
    private final LdapServer server = new LdapServer();
    private final TcpTransport transport = new TcpTransport("127.0.0.1", 0);

    /** @param folder for its empty folders and its lock */
    ApacheDirectory(Path folder) throws Exception {
        SchemaManager schema = new DefaultSchemaManager(new JarLdifSchemaLoader());
        schema.loadAllEnabled();
        service.setInstanceLayout(new InstanceLayout(folder.toFile()));
        service.setSchemaManager(schema);
        service.setSchemaPartition(schemaPartition(schema));
        service.setSystemPartition(partition(schema, "system", "ou=system"));
        service.setShutdownHookEnabled(false);
        service.getChangeLog().setEnabled(false);
        service.setAllowAnonymousAccess(false);
        service.startup();
        service.addPartition(partition(schema, "waypost", BASE));
        server.setDirectoryService(service);
        server.setTransports(transport);
        server.start();
        Peers.running("ApacheDS", server::isStarted);
    }

    private static AvlPartition partition(SchemaManager schema, String id, String suffix)
            throws LdapInvalidDnException {
        var partition = new AvlPartition(schema);
        partition.setId(id);
        partition.setSuffixDn(new Dn(schema, suffix));
        return partition;
    }

    /** The entries that describe the schema. They may speak of parts of it that are disabled, so it is relaxed meanwhile. */
    private static SchemaPartition schemaPartition(SchemaManager schema) throws Exception {
        AvlPartition entries = partition(schema, "schema", "ou=schema");
        var partition = new SchemaPartition(schema);
        partition.setWrappedPartition(entries);
        partition.initialize();
        schema.setRelaxed();
        var changes = new CsnFactory(1);
        for (String resource :
                new TreeSet<>(ResourceMap.getResources(SCHEMA_ENTRIES).keySet())) {
            Entry entry = new DefaultEntry(schema, read(resource));
            entry.add("entryUUID", UUID.randomUUID().toString());
            entry.add("entryCSN", changes.newInstance().toString());
            var add = new AddOperationContext(null, entry);
            PartitionWriteTxn transaction = entries.beginWriteTransaction();
            add.setPartition(entries);
            add.setTransaction(transaction);
            entries.add(add);
            transaction.commit();
        }
        schema.setStrict();
        return partition;
    }

    private static Entry read(String resource) throws Exception {
        try (InputStream in = ApacheDirectory.class.getClassLoader().getResourceAsStream(resource);
                var ldif = new LdifReader(Objects.requireNonNull(in))) {
            return ldif.next().getEntry();
        }
    }

    /** Takes the definitions of an LDIF file in OpenLDAP's form, as an administrator would bring them in: by changing cn=schema. */
    void learn(InputStream ldif) throws IOException, LDIFException, LDAPException {
        com.unboundid.ldap.sdk.Entry definitions = Objects.requireNonNull(new LDIFReader(ldif).readEntry());
        try (LDAPConnection connection = connect()) {
            connection.modify(
                    "cn=schema",
                    new Modification(
                            ModificationType.ADD,
                            "attributeTypes",
                            definitions.getAttributeValues("olcAttributeTypes")),
                    new Modification(
                            ModificationType.ADD, "objectClasses", definitions.getAttributeValues("olcObjectClasses")));
        }
    }

    LDAPConnection connect() throws LDAPException {
        return new LDAPConnection("127.0.0.1", port(), ADMINISTRATOR, PASSWORD.value());
    }

    private int port() {
        return ((InetSocketAddress) transport.getAcceptor().getLocalAddress()).getPort();
    }

    DirectorySettings settings() {
        var bind = new ServiceBind.Simple(ADMINISTRATOR, PASSWORD);
        return DirectorySettings.plain("main", URI.create("ldap://127.0.0.1:" + port()), Optional.of(bind), BASE);
    }

    @Override
    public void close() throws Exception {
        server.stop();
        service.shutdown();
    }
}
