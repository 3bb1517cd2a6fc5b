package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.sdk.Entry;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.directory.FilterPattern;

class AddressPlaceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(mail=%e)                                     ; %e ; mail:",
                "(|(mail=%e)(proxyAddresses=smtp:%e))          ; %e ; mail: proxyAddresses:smtp:",
                "(&(objectClass=x)(|(a=%n@%d)(b=<%e>)))        ; %e ; a: b:<|>",
                "(&(objectClass=user)(sAMAccountName=%n))      ; %n ; sAMAccountName:",
                "(uid=%n)                                      ; %e ; ''",
                "(|(mail=%e*)(!(a=%e))(a>=%e)(b=*)(c=%d))      ; %e ; ''",
            })
    void areReadFromTheFilter(String filter, String hole, String places) {
        assertEquals(
                places,
                AddressPlace.of(FilterPattern.parse(filter), hole).stream()
                        .map(place -> place.attribute() + ":" + place.before()
                                + (place.after().isEmpty() ? "" : "|" + place.after()))
                        .collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(mail=%e)                                 ; (mail=*)",
                "(|(mail=%e)(proxyAddresses=smtp:%e))      ; (|(mail=*)(proxyAddresses=*))",
                "(&(objectClass=x)(uid=%n*)(!(a=b)))       ; (&(objectClass=x)(uid=*)(!(a=b)))",
                "(&(uid=%n)(!(a=%n)))                      ; (&(uid=*)(objectClass=*))",
                "(:caseExactMatch:=%e)                     ; (objectClass=*)",
            })
    void anybodyIsFoundByTheirPresence(String filter, String anybody) {
        assertEquals(anybody, FilterPattern.parse(filter).anybody().toString());
    }

    @Test
    void namesAreWhatIsBetween() {
        var place = new AddressPlace("proxyAddresses", "smtp:", "");
        var entry = new Entry("cn=x");
        assertEquals(List.of(), place.names(entry).toList());
        entry.addAttribute("proxyAddresses", "SMTP:A@b.example", "smtp:c@d.example", "X500:/o=x", "smtp:", "s");
        assertEquals(List.of("A@b.example", "c@d.example"), place.names(entry).toList());
    }
}
