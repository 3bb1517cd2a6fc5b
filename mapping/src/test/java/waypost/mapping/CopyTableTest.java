package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.mapping.CopyTable.Kept;

class CopyTableTest {
    private static final String MAP = "subscribers";
    private static final List<String> WORDS = List.of("anna", "bob", "", "søren", "x".repeat(200));
    private static final List<String> DOMAINS = List.of("example.net", "example.org", "");

    static CopyEntry entry(RandomGenerator random, DirectoryId id) {
        Set<CopyName> names = new HashSet<>();
        for (int left = random.nextInt(4); left >= 0; left--) {
            names.add(new CopyName(
                    WORDS.get(random.nextInt(WORDS.size())) + random.nextInt(20),
                    DOMAINS.get(random.nextInt(DOMAINS.size())),
                    Prospect.Use.values()[random.nextInt(2)]));
        }
        return new CopyEntry(id, names, random.nextInt(5) == 0 ? Optional.empty() : Optional.of(account(random, id)));
    }

    private static Account account(RandomGenerator random, DirectoryId id) {
        Set<Service> services = EnumSet.noneOf(Service.class);
        Set.of(Service.values()).stream().filter(_ -> random.nextBoolean()).forEach(services::add);
        return new Account(
                new AccountName("anna" + random.nextInt(9), "example.net"),
                id,
                new Route("store" + random.nextInt(3), perhaps(random)),
                AccountState.values()[random.nextInt(AccountState.values().length)],
                services,
                new AccountLimits(perhaps(random), perhaps(random), perhaps(random), perhaps(random)),
                MAP,
                Instant.EPOCH,
                new Generation(random.nextLong() >>> random.nextInt(64), 0),
                random.nextBoolean() ? Forward.NONE : forward(random));
    }

    private static Forward forward(RandomGenerator random) {
        AccountName to = new AccountName("bob" + random.nextInt(9), "example.org");
        return new Forward(Set.of(to), Forward.Copy.values()[random.nextInt(2)]);
    }

    private static OptionalLong perhaps(RandomGenerator random) {
        return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong() >>> random.nextInt(64));
    }

    /** Ids of both kinds: UUIDs as a directory writes them, and any others. */
    static DirectoryId id(int number) {
        return new DirectoryId(
                switch (number % 3) {
                    case 0 -> new UUID(number * 77L, number).toString();
                    case 1 -> new UUID(number * 77L, number).toString().toUpperCase(Locale.ROOT);
                    default -> "id " + number;
                });
    }

    private static List<Kept> sorted(Iterable<Kept> entries) {
        List<Kept> sorted = new ArrayList<>();
        entries.forEach(sorted::add);
        sorted.sort(Comparator.comparing(kept -> kept.entry().id().value()));
        return sorted;
    }

    /** Whatever is done to it in whatever order, it has what a map of objects has. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void hasWhatAMapWouldHave(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        CopyTable table = new CopyTable(MAP);
        Map<DirectoryId, Kept> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            DirectoryId id = id(random.nextInt(2_000));
            switch (random.nextInt(5)) {
                case 0, 1, 2 -> {
                    Kept kept = new Kept(entry(random, id), Optional.empty());
                    table.put(kept);
                    model.put(id, kept);
                }
                case 3 -> {
                    table.drop(id);
                    model.remove(id);
                }
                default -> {
                    Instant since = Instant.ofEpochSecond(1 + random.nextInt(100));
                    table.miss(id, since);
                    model.computeIfPresent(id, (_, kept) -> new Kept(kept.entry(), Optional.of(since)));
                }
            }
            assertEquals(Optional.ofNullable(model.get(id)), table.of(id));
        }
        assertSame(model, table);
    }

    private static void assertSame(Map<DirectoryId, Kept> model, CopyTable table) {
        assertEquals(sorted(model.values()), sorted(table.all()));
        assertEquals(model.size(), table.size());
        Map<CopyName, Set<Kept>> byName = new HashMap<>();
        model.values()
                .forEach(kept -> kept.entry()
                        .names()
                        .forEach(name -> byName.computeIfAbsent(name, _ -> new HashSet<>())
                                .add(kept)));
        byName.forEach((name, kept) -> assertEquals(kept, Set.copyOf(table.find(name)), name.toString()));
        assertEquals(List.of(), table.find(CopyName.login("nobody", "")));
        Instant then = Instant.ofEpochSecond(50);
        assertEquals(
                ids(model.values().stream()
                        .filter(kept -> kept.missing()
                                .filter(since -> !since.isAfter(then))
                                .isPresent())
                        .toList()),
                Set.copyOf(table.missingSince(then)));
        assertEquals(
                ids(model.values().stream()
                        .filter(kept -> kept.missing().isEmpty())
                        .toList()),
                Set.copyOf(table.others(_ -> false)));
    }

    private static Set<DirectoryId> ids(List<Kept> kept) {
        return new HashSet<>(kept.stream().map(each -> each.entry().id()).toList());
    }

    @Test
    void octetsMeanTheSameToATableWithTheSameWords() {
        RandomGenerator random = new SplittableRandom(8);
        CopyTable table = new CopyTable(MAP);
        for (int i = 0; i < 500; i++) {
            table.put(new Kept(entry(random, id(i)), Optional.of(Instant.ofEpochSecond(i + 1))));
        }
        CopyTable other = new CopyTable(MAP);
        table.words().forEach(other::word);
        table.octets().forEach(other::put);
        assertEquals(sorted(table.all()), sorted(other.all()));
        assertEquals(table.words(), other.words());
    }

    @Test
    void whatWasReplacedIsWasteUntilItIsCopied() {
        RandomGenerator random = new SplittableRandom(6);
        CopyTable table = new CopyTable(MAP);
        while (!table.wasteful()) {
            table.put(new Kept(entry(random, id(random.nextInt(100))), Optional.empty()));
        }
        CopyTable smaller = new CopyTable(MAP);
        table.all().forEach(smaller::put);
        assertEquals(sorted(table.all()), sorted(smaller.all()));
        assertTrue(!smaller.wasteful());
    }
}
