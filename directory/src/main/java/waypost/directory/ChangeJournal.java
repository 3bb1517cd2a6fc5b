package waypost.directory;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldif.LDIFAddChangeRecord;
import com.unboundid.ldif.LDIFDeleteChangeRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes of the embedded directory durable before they are acknowledged. It writes down how the entries named by a change stand
 * now, under one lock: whatever the order of two changes in memory, the later line says what holds. After a failed write nothing more
 * is accepted, because memory and disk may differ.
 */
final class ChangeJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.mapping.ChangeJournal");
    private static final Filter ANY = Filter.createPresenceFilter("objectClass");

    private final InMemoryRequestHandler memory;
    private final DN base;
    private final DirectoryFiles files;
    private final List<ChangeFeed.Changes> hearers = new CopyOnWriteArrayList<>();
    private boolean failed;

    ChangeJournal(InMemoryRequestHandler memory, DN base, DirectoryFiles files) {
        this.memory = memory;
        this.base = base;
        this.files = files;
    }

    synchronized boolean failed() {
        return failed;
    }

    /** Has somebody told which entries change, when that is on the disk. */
    void tell(ChangeFeed.Changes hearer) {
        hearers.add(hearer);
    }

    /**
     * Returns whether the change is on the disk.
     *
     * @param gone ids of entries that are there no more
     */
    boolean record(List<DN> touched, List<String> gone) {
        boolean written = write(touched);
        if (written && !hearers.isEmpty()) {
            List<String> changed = new ArrayList<>(gone);
            touched.forEach(dn -> changed.addAll(ids(dn)));
            hearers.forEach(hearer -> hearer.changed(changed));
        }
        return written;
    }

    /** Of the entries at a DN and below it. */
    List<String> ids(DN dn) {
        try {
            return memory.getEntry(dn) == null
                    ? List.of()
                    : memory.search(dn.toString(), SearchScope.SUB, ANY).stream()
                            .map(entry -> entry.getAttributeValue("entryUUID"))
                            .filter(Objects::nonNull)
                            .toList();
        } catch (LDAPException gone) { // by another change, which is told as well
            return List.of();
        }
    }

    private synchronized boolean write(List<DN> touched) {
        if (failed) {
            return false;
        }
        try {
            var change = new StringBuilder();
            for (DN dn : touched) {
                describe(dn, change);
            }
            files.append(change.toString().getBytes(StandardCharsets.UTF_8));
            if (files.grown()) {
                files.rotate(everything());
            }
            return true;
        } catch (IOException | LDAPException failure) {
            failed = true;
            LOG.error("embedded directory cannot write its changes and accepts no more", failure);
            return false;
        }
    }

    /** What was below the DN goes; what is there now comes. */
    private void describe(DN dn, StringBuilder change) throws LDAPException {
        change.append(new LDIFDeleteChangeRecord(dn.toString()).toLDIFString()).append('\n');
        if (memory.getEntry(dn) != null) {
            for (Entry entry : parentsFirst(memory.search(dn.toString(), SearchScope.SUB, ANY))) {
                change.append(new LDIFAddChangeRecord(entry).toLDIFString()).append('\n');
            }
        }
    }

    private List<ReadOnlyEntry> everything() throws LDAPException {
        return parentsFirst(memory.search(base.toString(), SearchScope.SUB, ANY));
    }

    private static List<ReadOnlyEntry> parentsFirst(List<ReadOnlyEntry> entries) {
        return entries.stream()
                .sorted(Comparator.comparingInt(entry -> Names.dn(entry.getDN()).getRDNs().length))
                .toList();
    }

    @Override
    public synchronized void close() throws IOException {
        failed = true;
        files.close();
    }
}
