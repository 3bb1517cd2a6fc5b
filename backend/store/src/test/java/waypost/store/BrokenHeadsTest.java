package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a head that is not what was written, at any octet and in any way, does to the bodies of its group and of those around it. */
final class BrokenHeadsTest {
    private JournalWorld world;
    /** Those of one segment. */
    private final List<Body> bodies = new ArrayList<>();

    private long first;
    private long next;

    private record Body(BodyPart part, ByteBuffer bytes) {
        long entry() {
            return part.position().entry();
        }
    }

    @BeforeEach
    void fill() throws IOException {
        world = new JournalWorld(new ForgetfulDisk(7, 1 << 30), JournalWorld.SETTINGS);
        while (world.core().segments().firsts().size() < 3) {
            world.append();
            world.append();
            world.settle();
        }
        List<Long> firsts = List.copyOf(world.core().segments().firsts());
        first = firsts.get(1);
        next = firsts.get(2);
        for (MemoryIndex.Seen seen : world.index().seen()) {
            List<ByteBuffer> written =
                    JournalWorld.change(seen.account(), Change.Growth.GROWS).bodies();
            for (int i = 0; i < seen.bodies(); i++) {
                BodyPart part =
                        new BodyPart(seen.position().body(i), written.get(i).remaining());
                bodies.add(new Body(part, written.get(i)));
            }
        }
        bodies.removeIf(body -> body.entry() < first || body.entry() >= next);
    }

    @Test
    void inASegmentThatWasAppendedToItCostsTheBodiesOfItsGroupAtMost() throws IOException {
        eachBroken();
    }

    @Test
    void inASegmentReadByItsFooterItCostsTheBodiesOfItsGroupAtMost() throws IOException {
        world.reopen(world.disk().kill());
        eachBroken();
    }

    private void eachBroken() throws IOException {
        for (long entry = first; entry < next; entry++) {
            Segment segment = world.core().segments().lease(entry);
            Segment.Place place = segment.find(new Position(entry, 0));
            for (int i = 0; i < place.head().bytes(); i++) {
                flip(segment.file(), place.offset() + i, 0xff);
                onlyMisses(entry);
                flip(segment.file(), place.offset() + i, 0xff ^ 1);
                onlyMisses(entry);
                flip(segment.file(), place.offset() + i, 1);
            }
            world.core().segments().release(segment);
        }
        for (Body body : bodies) {
            assertEquals(body.bytes(), world.read(body.part()));
        }
    }

    private void onlyMisses(long entry) throws IOException {
        for (Body body : bodies) {
            if (body.entry() == entry) {
                assertThrows(DamagedRecord.class, () -> world.read(body.part()));
            } else {
                assertEquals(body.bytes(), world.read(body.part()));
            }
        }
    }

    private static void flip(Disk.DiskFile file, long at, int bits) throws IOException {
        ByteBuffer octet = ByteBuffer.allocate(1);
        file.read(octet, at);
        file.write(octet.put(0, (byte) (octet.get(0) ^ bits)).flip(), at);
        file.force();
    }
}
