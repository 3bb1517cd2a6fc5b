package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** A journal on a forgetful disk, stepped by one thread, and all that was promised about it. */
final class JournalWorld {
    static final JournalSettings SETTINGS = new JournalSettings(12 << 10, 4 << 10, 64 << 10, 1 << 30, Reserve.NONE);

    private final JournalSettings settings;
    private final MemoryIndex index = new MemoryIndex();
    private final Map<Long, CompletableFuture<Position>> outcomes = new HashMap<>();
    private final List<SegmentDamage> damages = new ArrayList<>();
    private ForgetfulDisk disk;
    private JournalCore core;
    private long nextId = 1;

    JournalWorld(ForgetfulDisk disk, JournalSettings settings) throws IOException {
        this.disk = disk;
        this.settings = settings;
        this.core = openCore();
    }

    private JournalCore openCore() throws IOException {
        return new JournalOpening(disk, settings, damages::add).open(index, new SplittableRandom(1));
    }

    ForgetfulDisk disk() {
        return disk;
    }

    JournalCore core() {
        return core;
    }

    MemoryIndex index() {
        return index;
    }

    CompletableFuture<Position> outcome(long id) {
        return Objects.requireNonNull(outcomes.get(id));
    }

    /** A change whose contents follow from its number. */
    static Change change(long id, Change.Growth growth) {
        SplittableRandom random = new SplittableRandom(id);
        ByteBuffer operation = bytes(random, random.nextInt(200));
        List<ByteBuffer> bodies = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            bodies.add(bytes(random, random.nextInt(1_500)));
        }
        return new Change(id, operation, bodies, growth);
    }

    private static ByteBuffer bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    long append() {
        return append(Change.Growth.GROWS);
    }

    long append(Change.Growth growth) {
        long id = nextId++;
        CompletableFuture<Position> outcome = new CompletableFuture<>();
        outcomes.put(id, outcome);
        GroupMember member = new GroupMember(change(id, growth), GroupMember.Kind.CHANGE, outcome);
        if (!core.queue().add(member)) {
            outcome.completeExceptionally(new JournalFailure.Stopped("closed"));
        }
        return id;
    }

    void commit() {
        if (core.applier().groups().remainingCapacity() == 0) {
            apply();
        }
        core.commit(core.queue().poll());
    }

    void apply() {
        Group next = core.applier().groups().poll();
        if (next != null) {
            core.apply(next);
        }
    }

    void settle() {
        for (int i = 0; i < 100; i++) {
            commit();
            apply();
        }
    }

    /** The process ends and another begins; what was not told before is never told. */
    void reopen(ForgetfulDisk next) throws IOException {
        List<MemoryIndex.Seen> before = index.seen();
        disk = next;
        index.crash();
        core = openCore();
        List<MemoryIndex.Seen> after = index.seen();
        assertTrue(after.size() >= before.size(), "an applied change is gone");
        assertEquals(before, after.subList(0, before.size()), "an applied change is another");
        check();
    }

    /** A start that fails half-way, because of an injected fault. */
    void tryOpen(ForgetfulDisk next) throws IOException {
        List<MemoryIndex.Seen> before = index.seen();
        disk = next;
        index.crash();
        try {
            core = openCore();
        } catch (JournalDamaged e) {
            throw e;
        } catch (IOException e) {
            assertTrue(disk.failed(), e.toString());
        }
        List<MemoryIndex.Seen> after = index.seen();
        int common = Math.min(before.size(), after.size());
        assertEquals(before.subList(0, common), after.subList(0, common));
        before.stream().skip(common).forEach(index::restore);
    }

    void check() throws IOException {
        assertEquals(List.of(), damages);
        List<MemoryIndex.Seen> seen = index.seen();
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < seen.size(); i++) {
            MemoryIndex.Seen one = seen.get(i);
            assertTrue(ids.add(one.account()), "change " + one.account() + " is there twice");
            assertTrue(i == 0 || seen.get(i - 1).position().compareTo(one.position()) < 0, "out of order");
            checkContents(one);
            checkPromise(one);
        }
        outcomes.forEach((id, outcome) -> assertTrue(
                outcome.state() != CompletableFuture.State.SUCCESS || ids.contains(id),
                "told change " + id + " is gone"));
        MemoryIndex rebuilt = new MemoryIndex();
        new JournalReplay(core.segments(), rebuilt, damages::add)
                .run(core.order().applied());
        assertEquals(seen, rebuilt.seen(), "the rebuilt index is another");
    }

    private void checkContents(MemoryIndex.Seen one) throws IOException {
        Change change = change(one.account(), Change.Growth.GROWS);
        assertEquals(change.operation(), one.operation());
        assertEquals(change.bodies().size(), one.bodies());
        for (int i = 0; i < one.bodies(); i++) {
            ByteBuffer body = change.bodies().get(i);
            BodyPart part = new BodyPart(one.position().body(i), body.remaining());
            assertEquals(body, read(part));
        }
    }

    ByteBuffer read(BodyPart part) throws IOException {
        return read(part, 0, part.length());
    }

    ByteBuffer read(BodyPart part, int offset, int length) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        core.segments().body(List.of(part)).read(offset, length, slice -> {
            byte[] bytes = new byte[slice.remaining()];
            slice.get(bytes);
            read.write(bytes);
        });
        return ByteBuffer.wrap(read.toByteArray());
    }

    private void checkPromise(MemoryIndex.Seen one) {
        CompletableFuture<Position> outcome = outcome(one.account());
        switch (outcome.state()) {
            case SUCCESS -> assertEquals(one.position(), outcome.resultNow());
            case FAILED ->
                assertTrue(outcome.exceptionNow() instanceof JournalFailure.Unresolved, "stored though refused");
            case RUNNING, CANCELLED -> {}
        }
    }
}
