package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.mapping.CopyTable.Kept;

/** What an entry costs: at most 200 octets, with two addresses and the limits of an account. */
class CopyHeapTest {
    private static final int ENTRIES = 150_000;
    private static final int MOST = 200;

    /** Less is a fault of the measurement: its names alone are as long. */
    private static final int LEAST = 60;

    /** As in {@code 12:  3456  789012  [B (java.base@25)}: rank, instances, octets, name. The serial collector fills its gaps. */
    private static final Pattern CLASS = Pattern.compile(" *\\d+: +\\d+ +(\\d+) +(?!jdk\\.internal\\.vm\\.Filler).*");

    private static CopyEntry entry(int number) {
        var id = new DirectoryId(new UUID(number * 0x9e3779b97f4a7c15L, ~number).toString());
        var name = new AccountName("firstname.lastname" + number, "customer" + number % 500 + ".example.net");
        var account = new Account(
                name,
                id,
                new Route("store" + number % 12, OptionalLong.of(number % 7)),
                AccountState.ACTIVE,
                Account.ALL_SERVICES,
                AccountLimits.NONE.withStorage(5L << 30),
                "subscribers",
                Instant.EPOCH,
                new Generation(number % 3, 0),
                Forward.NONE);
        CopyName alias = CopyName.address(new AccountName("f.lastname" + number, name.domain()));
        return new CopyEntry(id, Set.of(CopyName.address(name), alias), Optional.of(account));
    }

    private static CopyTable full() {
        CopyTable table = new CopyTable("subscribers");
        for (int i = 0; i < ENTRIES; i++) {
            table.put(new Kept(entry(i), Optional.empty()));
        }
        return table;
    }

    /** Octets of what is alive, by a histogram of classes: garbage and gaps do not count. */
    private static long alive() throws JMException {
        System.gc();
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(CLASS::matcher)
                .filter(Matcher::matches)
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
    }

    /** By what is gone with it: what was there before is still there then. */
    private static long each() throws JMException {
        CopyTable table = full();
        assertEquals(entry(77), table.of(entry(77).id()).map(Kept::entry).orElseThrow());
        long with = alive();
        assertEquals(ENTRIES, table.size());
        table = new CopyTable("subscribers");
        long each = (with - alive()) / ENTRIES;
        assertEquals(0, table.size());
        return each;
    }

    /** Twice: what other tests have left may go meanwhile, once. */
    @Test
    void anEntryCostsLittle() throws JMException {
        long each = Math.min(each(), each());
        System.out.println("figures: " + each + " octets an entry of a copy of " + ENTRIES);
        assertTrue(each <= MOST && each >= LEAST, each + " octets an entry");
    }
}
