package waypost.mapping;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/**
 * Entries as octets, some dozens for each: domains and nodes are numbers of words that all entries share, ids that are UUIDs are 16 octets. One
 * thread.
 */
final class CopyRecord {
    private static final AccountState[] STATES = AccountState.values();
    private static final Service[] SERVICES = Service.values();
    private static final Prospect.Use[] USES = Prospect.Use.values();
    private static final Forward.Copy[] COPIES = Forward.Copy.values();
    private static final int TEXT_OF_UUID = 36;

    private final String map;
    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** @param map whose accounts these are */
    CopyRecord(String map) {
        this.map = map;
    }

    /** All, each behind those that were there before it: what their numbers in octets mean. */
    List<String> words() {
        return List.copyOf(words);
    }

    /** The next one. */
    void word(String word) {
        numbers.put(word, words.size());
        words.add(word);
    }

    byte[] octets(CopyEntry entry) {
        var out = new ByteArrayOutputStream();
        writeId(out, entry.id());
        number(out, entry.names().size());
        for (CopyName name : entry.names()) {
            text(out, name.local());
            word(out, name.domain());
            out.write(name.use().ordinal());
        }
        out.write(entry.account().isPresent() ? 1 : 0);
        entry.account().ifPresent(account -> write(out, account));
        return out.toByteArray();
    }

    CopyEntry entry(ByteBuffer in) {
        DirectoryId id = id(in);
        Set<CopyName> names = new HashSet<>();
        for (long left = number(in); left > 0; left--) {
            names.add(new CopyName(text(in), word(in), USES[in.get()]));
        }
        return new CopyEntry(id, names, in.get() == 0 ? Optional.empty() : Optional.of(account(in, id)));
    }

    private void write(ByteArrayOutputStream out, Account account) {
        text(out, account.name().local());
        word(out, account.name().domain());
        word(out, account.route().target());
        perhaps(out, account.route().epoch());
        out.write(account.state().ordinal());
        int services = 0;
        for (Service service : account.services()) {
            services |= 1 << service.ordinal();
        }
        out.write(services);
        write(out, account.limits());
        number(out, account.generation().revoked());
        write(out, account.forward());
    }

    private static void write(ByteArrayOutputStream out, AccountLimits limits) {
        perhaps(out, limits.storage());
        perhaps(out, limits.messages());
        perhaps(out, limits.folderMessages());
        perhaps(out, limits.sessions());
    }

    private static AccountLimits limits(ByteBuffer in) {
        return new AccountLimits(perhaps(in), perhaps(in), perhaps(in), perhaps(in));
    }

    private void write(ByteArrayOutputStream out, Forward forward) {
        out.write(forward.copy().ordinal());
        number(out, forward.to().size());
        for (AccountName to : forward.to()) {
            text(out, to.local());
            word(out, to.domain());
        }
    }

    private Forward forward(ByteBuffer in) {
        Forward.Copy copy = COPIES[in.get()];
        Set<AccountName> to = new HashSet<>();
        for (long left = number(in); left > 0; left--) {
            to.add(new AccountName(text(in), word(in)));
        }
        return new Forward(to, copy);
    }

    private Account account(ByteBuffer in, DirectoryId id) {
        AccountName name = new AccountName(text(in), word(in));
        Route route = new Route(word(in), perhaps(in));
        AccountState state = STATES[in.get()];
        int allowed = in.get();
        Set<Service> services = EnumSet.noneOf(Service.class);
        for (Service service : SERVICES) {
            if ((allowed & 1 << service.ordinal()) != 0) {
                services.add(service);
            }
        }
        AccountLimits limits = limits(in);
        Generation generation = new Generation(number(in), 0);
        return new Account(name, id, route, state, services, limits, map, Instant.EPOCH, generation, forward(in));
    }

    private static void writeId(ByteArrayOutputStream out, DirectoryId id) {
        String text = id.value();
        if (text.length() == TEXT_OF_UUID) {
            try {
                UUID uuid = UUID.fromString(text);
                if (uuid.toString().equals(text)) {
                    out.write(1);
                    out.writeBytes(ByteBuffer.allocate(16)
                            .putLong(uuid.getMostSignificantBits())
                            .putLong(uuid.getLeastSignificantBits())
                            .array());
                    return;
                }
            } catch (IllegalArgumentException another) { // an id of that length which is no UUID
            }
        }
        out.write(0);
        text(out, text);
    }

    /** How the words of enumerations are numbered. */
    static String numbering() {
        return List.of(List.of(STATES), List.of(SERVICES), List.of(USES), List.of(COPIES))
                .toString();
    }

    static DirectoryId id(ByteBuffer in) {
        return new DirectoryId(in.get() == 1 ? new UUID(in.getLong(), in.getLong()).toString() : text(in));
    }

    private void word(ByteArrayOutputStream out, String word) {
        if (!numbers.containsKey(word)) {
            word(word);
        }
        number(out, numbers.getOrDefault(word, 0));
    }

    private String word(ByteBuffer in) {
        return words.get((int) number(in));
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        number(out, octets.length);
        out.writeBytes(octets);
    }

    private static String text(ByteBuffer in) {
        int length = (int) number(in);
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    private static void perhaps(ByteArrayOutputStream out, OptionalLong value) {
        out.write(value.isPresent() ? 1 : 0);
        value.ifPresent(number -> number(out, number));
    }

    private static OptionalLong perhaps(ByteBuffer in) {
        return in.get() == 0 ? OptionalLong.empty() : OptionalLong.of(number(in));
    }

    /** Seven bits an octet, the lowest first. */
    private static void number(ByteArrayOutputStream out, long number) {
        long left = number;
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            out.write((int) left & 0x7f | 0x80);
        }
        out.write((int) left);
    }

    private static long number(ByteBuffer in) {
        long number = 0;
        int octet;
        int shift = 0;
        do {
            octet = in.get();
            number |= (long) (octet & 0x7f) << shift;
            shift += 7;
        } while (octet < 0);
        return number;
    }
}
