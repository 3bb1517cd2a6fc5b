package waypost.mapping;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import waypost.identity.DirectoryId;

/**
 * All entries of a directory that a map could find, in little memory: octets in arrays that hold a thousand each, and two indexes into them. An entry that the
 * directory has no more stays until it is dropped, marked with the time since when it is missing. Any thread.
 */
final class CopyTable {
    private static final int PAGE = 1 << 18;

    /** Records begin at multiples of eight octets, so that a place is an int in 16 GiB. */
    private static final int GRAIN = 3;

    private static final int PLACES_OF_PAGE = PAGE >> GRAIN;

    /** Before each record: its length, and since when it is missing in seconds of the Unix time, or 0. */
    private static final int HEAD = 8;

    private final CopyRecord form;
    private final List<byte[]> pages = new ArrayList<>();
    private final CopyIndex byId = new CopyIndex();
    private final CopyIndex byName = new CopyIndex();
    private int used = PAGE;
    private int entries;
    private long live;
    private long waste;

    /** @param map whose accounts these are */
    CopyTable(String map) {
        this.form = new CopyRecord(map);
    }

    /** @param missing since when it is */
    record Kept(CopyEntry entry, Optional<Instant> missing) {}

    /**
     * An entry as octets, which mean something to a table with the same words.
     *
     * @param missing since when it is, as the table has it
     */
    record Octets(int missing, byte[] record) {}

    synchronized List<String> words() {
        return form.words();
    }

    /** The next word of the table that an entry was of. */
    synchronized void word(String word) {
        form.word(word);
    }

    synchronized int size() {
        return entries;
    }

    /** In the place of what there was of this id. */
    synchronized void put(Kept kept) {
        put(kept, seconds(kept.missing), form.octets(kept.entry));
    }

    /** One that a table with the same words has given. */
    synchronized void put(Octets octets) {
        put(new Kept(form.entry(ByteBuffer.wrap(octets.record)), Optional.empty()), octets.missing, octets.record);
    }

    private void put(Kept kept, int missing, byte[] record) {
        drop(kept.entry.id());
        int length = HEAD + record.length;
        if (length > PAGE) {
            return; // with thousands of names: nobody's
        }
        if (used + length > PAGE) {
            pages.add(new byte[PAGE]);
            used = 0;
        }
        ByteBuffer.wrap(pages.getLast(), used, length)
                .putInt(length)
                .putInt(missing)
                .put(record);
        int place = (pages.size() - 1) * PLACES_OF_PAGE + (used >> GRAIN);
        used = used + length + (1 << GRAIN) - 1 >> GRAIN << GRAIN;
        byId.add(CopyIndex.hash(kept.entry.id().value()), place);
        kept.entry.names().forEach(name -> byName.add(name.hash(), place));
        entries++;
        live += length;
    }

    synchronized void drop(DirectoryId id) {
        place(id).ifPresent(place -> {
            Kept kept = at(place);
            byId.remove(CopyIndex.hash(id.value()), place);
            kept.entry.names().forEach(name -> byName.remove(name.hash(), place));
            entries--;
            long length = head(place).getInt();
            live -= length;
            waste += length;
        });
    }

    /** Marks an entry; that it was found again is told by {@link #put}. */
    synchronized void miss(DirectoryId id, Instant since) {
        place(id)
                .ifPresent(
                        place -> head(place).putInt(place % PLACES_OF_PAGE << GRAIN | 4, seconds(Optional.of(since))));
    }

    synchronized Optional<Kept> of(DirectoryId id) {
        return place(id).map(this::at);
    }

    synchronized Optional<Octets> octets(DirectoryId id) {
        return place(id).map(this::octets);
    }

    /** As {@link #all}. */
    Iterable<Octets> octets() {
        return () -> IntStream.of(places()).mapToObj(this::lookOctets).iterator();
    }

    private synchronized Octets lookOctets(int place) {
        return octets(place);
    }

    private Octets octets(int place) {
        ByteBuffer record = head(place);
        byte[] octets = new byte[record.getInt() - HEAD];
        int missing = record.getInt();
        record.get(octets);
        return new Octets(missing, octets);
    }

    /** Those that have this name. */
    synchronized List<Kept> find(CopyName name) {
        Map<DirectoryId, Kept> found = new LinkedHashMap<>();
        byName.each(name.hash(), place -> {
            Kept kept = at(place);
            if (kept.entry.names().contains(name)) {
                found.put(kept.entry.id(), kept);
            }
        });
        return List.copyOf(found.values());
    }

    /** The entries of the moment in which an iterator is asked for; one that is replaced meanwhile may come as it was. */
    Iterable<Kept> all() {
        return () -> IntStream.of(places()).mapToObj(this::look).iterator();
    }

    /** The ids of entries that are not missing, and do not have these. */
    List<DirectoryId> others(Predicate<DirectoryId> those) {
        return missing(since -> since == 0).filter(id -> !those.test(id)).toList();
    }

    /** The ids of entries that have been missing since then, or longer. */
    List<DirectoryId> missingSince(Instant then) {
        int limit = seconds(Optional.of(then));
        return missing(since -> since != 0 && Integer.compareUnsigned(since, limit) <= 0)
                .toList();
    }

    private Stream<DirectoryId> missing(IntPredicate which) {
        return IntStream.of(places()).mapToObj(place -> idIf(place, which)).flatMap(Optional::stream);
    }

    private synchronized Optional<DirectoryId> idIf(int place, IntPredicate which) {
        ByteBuffer record = head(place);
        record.getInt();
        return which.test(record.getInt()) ? Optional.of(CopyRecord.id(record)) : Optional.empty();
    }

    private synchronized int[] places() {
        return byId.places();
    }

    private synchronized Kept look(int place) {
        return at(place);
    }

    /** Whether more of it is waste than not: then a copy of it is smaller. */
    synchronized boolean wasteful() {
        return waste > live + PAGE;
    }

    private Optional<Integer> place(DirectoryId id) {
        List<Integer> found = new ArrayList<>(1);
        byId.each(CopyIndex.hash(id.value()), place -> {
            if (CopyRecord.id(head(place).position(head(place).position() + HEAD))
                    .equals(id)) {
                found.add(place);
            }
        });
        return found.stream().findFirst();
    }

    private Kept at(int place) {
        ByteBuffer record = head(place);
        record.getInt();
        int missing = record.getInt();
        return new Kept(
                form.entry(record),
                missing == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(Integer.toUnsignedLong(missing))));
    }

    private ByteBuffer head(int place) {
        return ByteBuffer.wrap(pages.get(place / PLACES_OF_PAGE)).position(place % PLACES_OF_PAGE << GRAIN);
    }

    private static int seconds(Optional<Instant> since) {
        return since.map(at -> (int) at.getEpochSecond()).orElse(0);
    }
}
