package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.mapping.CopyGroup.Stood;
import waypost.mapping.CopyTable.Kept;

/** A copy that is taken from somebody's file while he writes it: it is what he had at one of his states, or none. */
class CopyStreamTest {
    private static final String MAP = "subscribers";

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(45);
    private final AtomicLong nanos = new AtomicLong();
    private final CopyTable table = new CopyTable(MAP);
    private final Set<DirectoryId> changed = new HashSet<>();
    private final Map<String, Map<DirectoryId, Kept>> states = new HashMap<>();
    private CopyFile file;

    @BeforeEach
    void file() {
        file = new CopyFile(folder.resolve("copy"), "as ever", MAP, () -> Instant.ofEpochSecond(7));
    }

    /** Gives some octets of what is there, after something has happened. */
    private record Giver(CopyFile file, SplittableRandom random, Runnable happens) implements CopyFellows {
        @Override
        public List<Offer> offers(String subject) {
            FileEditions.Edition edition = file.editions().now().orElseThrow();
            return List.of(new Offer(
                    new NodeName("fe1"),
                    new CopyOffer.Offered(edition.number(), edition.length(), "any", Instant.EPOCH)));
        }

        @Override
        public Optional<ByteBuffer> piece(Offer of, String subject, long from) {
            happens.run();
            try {
                return file.editions()
                        .piece(of.offered().edition(), from)
                        .map(piece -> piece.limit(Math.min(piece.limit(), 1 + random.nextInt(4000))));
            } catch (IOException unread) {
                throw new UncheckedIOException(unread);
            }
        }
    }

    private static Map<DirectoryId, Kept> content(CopyTable table) {
        Map<DirectoryId, Kept> content = new HashMap<>();
        table.all().forEach(kept -> content.put(kept.entry().id(), kept));
        return content;
    }

    private void change() {
        DirectoryId id = CopyTableTest.id(random.nextInt(200));
        switch (random.nextInt(4)) {
            case 0 -> table.drop(id);
            case 1 -> table.miss(id, Instant.ofEpochSecond(1 + random.nextInt(1000)));
            default -> table.put(new Kept(CopyTableTest.entry(random, id), Optional.empty()));
        }
        changed.add(id);
    }

    private void save() {
        Stood stood = new Stood("state" + states.size(), Instant.ofEpochSecond(states.size()));
        states.put(stood.state(), content(table));
        try {
            if (file.stale() || random.nextInt(12) == 0) {
                file.write(table, stood);
            } else {
                file.append(table, changed, stood);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        changed.clear();
    }

    private void happen() {
        switch (random.nextInt(8)) {
            case 0 -> save();
            case 1, 2, 3 -> change();
            default -> {}
        }
    }

    private Optional<CopyFile.Loaded> taken(CopyStream stream) throws IOException {
        Optional<CopyFile.Loaded> loaded = CopyFile.load(new DataInputStream(stream), MAP);
        if (loaded.isPresent()) {
            assertEquals(
                    states.get(loaded.get().stood().state()),
                    content(loaded.get().table()));
        }
        return loaded;
    }

    private CopyStream stream(CopyFellows giver) throws InterruptedException {
        return new CopyStream(giver, giver.offers("").getFirst(), "", nanos::get);
    }

    /** Whoever replaces his file, and that is all that can go wrong here, gives none or what he had before. */
    @Test
    void whateverHappensMeanwhileItIsWhatTheGiverOnceHad() throws Exception {
        Giver giver = new Giver(file, random, this::happen);
        for (int i = 0; i < 300; i++) {
            change();
        }
        save();
        int whole = 0;
        int part = 0;
        for (int round = 0; round < 400; round++) {
            happen();
            CopyStream stream = stream(giver);
            Optional<CopyFile.Loaded> loaded = taken(stream);
            whole += stream.complete() ? 1 : 0;
            part += !stream.complete() && loaded.isPresent() ? 1 : 0;
            assertTrue(loaded.isPresent() || !stream.complete());
        }
        assertTrue(whole > 50 && part > 5, whole + " whole, " + part + " in part");
    }

    @Test
    void cutAnywhereItIsAnEarlierStateOrNone() throws Exception {
        for (int i = 0; i < 20; i++) {
            change();
        }
        file.write(table, new Stood("first", Instant.EPOCH));
        states.put("first", content(table));
        long first = file.editions().now().orElseThrow().length();
        change();
        file.append(table, changed, new Stood("second", Instant.EPOCH));
        states.put("second", content(table));
        CopyFellows giver = new Giver(file, random, () -> {});
        CopyFellows.Offer offer = giver.offers("").getFirst();
        long length = offer.offered().length();
        for (long cut = 0; cut <= length; cut++) {
            var shorter = new CopyOffer.Offered(offer.offered().edition(), cut, "any", Instant.EPOCH);
            CopyStream stream = new CopyStream(giver, new CopyFellows.Offer(offer.fellow(), shorter), "", nanos::get);
            Optional<String> state = taken(stream).map(loaded -> loaded.stood().state());
            Optional<String> expected = cut < first ? Optional.empty() : Optional.of(cut < length ? "first" : "second");
            assertEquals(expected, state, "cut at " + cut);
        }
    }

    @Test
    void itEndsWhenItLastsTooLong() throws Exception {
        for (int i = 0; i < 2000; i++) {
            change();
        }
        save();
        CopyStream stream = stream(new Giver(
                file, random, () -> nanos.addAndGet(Duration.ofMinutes(1).toNanos())));
        assertEquals(Optional.empty(), CopyFile.load(new DataInputStream(stream), MAP));
        assertTrue(stream.taken() > 0 && !stream.complete());
    }

    @Test
    void anEditionThatWasReplacedIsNotGiven() throws Exception {
        change();
        save();
        FileEditions.Edition before = file.editions().now().orElseThrow();
        file.write(table, new Stood("again", Instant.EPOCH));
        assertEquals(Optional.empty(), file.editions().piece(before.number(), 0));
        long number = file.editions().now().orElseThrow().number();
        assertTrue(number > before.number(), "though the clock stands still");
        for (long from : List.of(-1L, before.length(), Long.MAX_VALUE)) {
            assertEquals(Optional.empty(), file.editions().piece(number, from));
        }
    }
}
