package waypost.directory;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The schema of the embedded directory: the standard one, mail recipients, and ours, read from the files that OpenLDAP loads. */
final class DirectorySchema {
    private static final List<String> FILES = List.of("mail-recipient.ldif", "waypost.ldif");
    private static final Map<String, String> OPENLDAP_NAMES =
            Map.of("olcAttributeTypes", "attributeTypes", "olcObjectClasses", "objectClasses");

    private DirectorySchema() {}

    static Schema load() throws IOException {
        try {
            Schema schema = Objects.requireNonNull(Schema.getDefaultStandardSchema());
            for (String file : FILES) {
                schema = Objects.requireNonNull(Schema.mergeSchemas(schema, new Schema(subschema(file))));
            }
            return schema;
        } catch (LDAPException | LDIFException broken) {
            throw new IOException("schema of the embedded directory", broken);
        }
    }

    /** An olcSchemaConfig entry as the subschema entry (RFC 4512 §4.2) that it describes. */
    private static Entry subschema(String file) throws IOException, LDIFException {
        try (InputStream in = DirectorySchema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("no resource " + file);
            }
            Entry config = new LDIFReader(in).readEntry();
            if (config == null) {
                throw new IOException("no entry in " + file);
            }
            var schema = new Entry("cn=schema");
            schema.addAttribute("objectClass", "top", "ldapSubentry", "subschema");
            OPENLDAP_NAMES.forEach((from, to) -> {
                String[] values = config.getAttributeValues(from);
                if (values != null) {
                    schema.addAttribute(to, values);
                }
            });
            return schema;
        }
    }
}
