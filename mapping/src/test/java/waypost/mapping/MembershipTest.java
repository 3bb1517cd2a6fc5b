package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.sdk.Entry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembershipTest {
    private static Membership with(String attribute, String... values) {
        var group = new Entry("cn=g,dc=x");
        group.addAttribute(attribute, values);
        return Membership.of(group, GroupNames.standard());
    }

    /** MS-ADTS §3.1.1.3.1.3.3. */
    @ParameterizedTest
    @CsvSource({
        "member, ''",
        "member;range=0-1499, member;range=1500-*",
        "Member;Range=1500-2999, member;range=3000-*",
        "member;range=3000-*, ''",
        "member;range=0-0, member;range=1-*"
    })
    void ofAPartTheRestIsKnown(String attribute, String rest) {
        Membership membership = with(attribute, "cn=a,dc=x", "cn=b,dc=x");
        assertEquals(List.of("cn=a,dc=x", "cn=b,dc=x"), membership.dns());
        assertEquals(Optional.of(rest).filter(name -> !name.isEmpty()), membership.rest());
    }

    @ParameterizedTest
    @CsvSource({
        "member;range=0-",
        "member;range=x-9",
        "member;range=0-999999999",
        "members;range=0-5",
        "member;lang=0-5"
    })
    void whatIsNoPartSaysNothing(String attribute) {
        Membership membership = with(attribute, "cn=a,dc=x");
        assertEquals(List.of(), membership.dns());
        assertEquals(Optional.empty(), membership.rest());
    }

    /** Active Directory shows an empty attribute beside the part. */
    @Test
    void aPartCountsBesideTheAttribute() {
        var group = new Entry("cn=g,dc=x");
        group.addAttribute("member", new String[0]);
        group.addAttribute("member;range=0-0", "cn=a,dc=x");
        group.addAttribute("uniqueMember", "cn=b,dc=x#'01'B");
        assertEquals(
                List.of("cn=a,dc=x", "cn=b,dc=x"),
                Membership.of(group, GroupNames.standard()).dns());
    }
}
