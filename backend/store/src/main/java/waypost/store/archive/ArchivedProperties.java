package waypost.store.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import waypost.store.ItemProperties;
import waypost.store.ItemProperties.Name;
import waypost.store.ItemProperties.Value;
import waypost.store.PropertyValue;

/**
 * How an archive's lines spell the properties of an item: with asterisks between them, and each as set, number, type, text and octets with dots between, the last
 * two in base64url (RFC 4648 §5). All of that needs no other spelling in a line.
 */
final class ArchivedProperties {
    private static final int FIELDS = 5;

    private ArchivedProperties() {}

    static String text(ItemProperties properties) {
        List<String> texts = new ArrayList<>();
        properties
                .values()
                .forEach((name, value) -> texts.add(name.set() + "." + name.number() + "." + value.type() + "."
                        + encoded(name.text().getBytes(StandardCharsets.UTF_8)) + "."
                        + encoded(value.octets().octets())));
        return String.join("*", texts);
    }

    static ItemProperties of(String text) throws ArchiveDamaged {
        SortedMap<Name, Value> values = new TreeMap<>();
        for (String each : text.split("\\*", -1)) {
            String[] fields = each.split("\\.", -1);
            if (fields.length != FIELDS) {
                throw ArchiveLine.damaged(each);
            }
            try {
                Name name = new Name(
                        UUID.fromString(fields[0]),
                        Integer.parseInt(fields[1]),
                        new String(decoded(fields[3]), StandardCharsets.UTF_8));
                values.put(name, new Value(Integer.parseInt(fields[2]), PropertyValue.of(decoded(fields[4]))));
            } catch (IllegalArgumentException malformed) {
                throw ArchiveLine.damaged(each);
            }
        }
        return new ItemProperties(values);
    }

    private static String encoded(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
