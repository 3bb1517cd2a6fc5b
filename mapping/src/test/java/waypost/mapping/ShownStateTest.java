package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.sdk.Entry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.mapping.UserMapSettings.Proof;

/** Which state an entry shows, and by what. It is 2026-11-23. */
class ShownStateTest {
    private static final String ENTRY = "dn: uid=anna,dc=waypost";

    private static String words(Proof proof, String... lines) throws Exception {
        String[] all = new String[lines.length + 1];
        all[0] = ENTRY;
        System.arraycopy(lines, 0, all, 1, lines.length);
        Entry entry = new Entry(all);
        return ShownState.of(entry, Layout.LDAP.attributes(), proof, Fixture.START)
                .map(shown -> shown.words(entry))
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cn: anna | active",
                "waypostState: active | active",
                "waypostState: disabled | disabled, as waypostState is disabled",
                "waypostState: TRUE | disabled, as waypostState is TRUE",
                "waypostState: must-change | must-change, as waypostState is must-change",
                "waypostState: asleep | none",
                "userAccountControl: 512 | active",
                "userAccountControl: 514 | disabled, as userAccountControl (514) has bit 0x2",
                "userAccountControl: many | none",
                "msDS-User-Account-Control-Computed: 8388608 | expired, as msDS-User-Account-Control-Computed (8388608) has bit 0x800000",
                "msDS-User-Account-Control-Computed: 16 | locked, as msDS-User-Account-Control-Computed (16) has bit 0x10",
                "accountExpires: 0 | active",
                "accountExpires: 9223372036854775807 | active",
                "accountExpires: 134060832000000000 | expired since 2025-10-28T00:00:00Z, by accountExpires",
                "accountExpires: 200000000000000000 | active",
                "pwdAccountLockedTime: 000001010000Z | locked, as pwdAccountLockedTime is 000001010000Z",
                "pwdAccountLockedTime: 20261123115900Z | locked since 2026-11-23T11:59:00Z, by pwdAccountLockedTime",
                "pwdAccountLockedTime: lately | locked, as pwdAccountLockedTime is lately",
                "pwdReset: TRUE | must-change, as pwdReset is TRUE",
                "pwdReset: FALSE | active",
            })
    void theStateIsToldWithItsReason(String line, String words) throws Exception {
        assertEquals(words, words(Proof.STORED_HASH, line));
    }

    /** Where the directory checks passwords it knows whether a lock is over. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pwdAccountLockedTime: 20261123115900Z | active",
                "pwdAccountLockedTime: 000001010000Z | locked, as pwdAccountLockedTime is 000001010000Z",
            })
    void aLockForATimeIsTheDirectorysToTell(String line, String words) throws Exception {
        assertEquals(words, words(Proof.BIND, line));
    }

    /** The first of them counts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "waypostState: locked | userAccountControl: 514 | locked, as waypostState is locked",
                "waypostState: active | userAccountControl: 514 | disabled, as userAccountControl (514) has bit 0x2",
                "userAccountControl: 514 | accountExpires: 1 | disabled, as userAccountControl (514) has bit 0x2",
                "accountExpires: 1 | pwdReset: TRUE | expired since 1601-01-01T00:00:00Z, by accountExpires",
            })
    void whatKeepsOutMoreGoesBefore(String one, String other, String words) throws Exception {
        assertEquals(words, words(Proof.STORED_HASH, one, other));
    }
}
