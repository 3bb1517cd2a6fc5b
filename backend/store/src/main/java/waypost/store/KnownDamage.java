package waypost.store;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that could not be read as they were written. Of a body that has one nothing is given away any more: who reads it a second time hears of the
 * damage at once, and not in its middle. Any thread.
 */
final class KnownDamage {
    private static final Logger log = LoggerFactory.getLogger(KnownDamage.class);

    /** With more than that the disk is to be replaced; those beyond are found each time. */
    private static final int MOST = 10_000;

    private final Set<Position> records = ConcurrentHashMap.newKeySet();

    /** The log has one line of each; {@code store check} and the scrub say whose it is. */
    DamagedRecord found(Position position, String segment, String what) {
        DamagedRecord damage = new DamagedRecord(position, segment, what);
        if (records.size() < MOST && records.add(position)) {
            log.error("event=damaged-record {}", damage.getMessage());
        }
        return damage;
    }

    void requireNone(List<BodyPart> parts) throws DamagedRecord {
        if (records.isEmpty()) {
            return;
        }
        for (BodyPart part : parts) {
            if (records.contains(part.position())) {
                throw new DamagedRecord(part.position(), "its segment", "known to be damaged");
            }
        }
    }
}
