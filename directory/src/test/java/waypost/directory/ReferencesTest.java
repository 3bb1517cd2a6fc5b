package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.SearchResultReference;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.directory.References.Others;

class ReferencesTest {
    /** The place is {@code ldap://ldap2.example.net} and {@code ldaps://ldap3.example.net:6636}, with the base {@code dc=sales,dc=example,dc=net}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ldap://ldap2.example.net/                                                    | yes",
                "ldap://LDAP2.example.net:389/dc=net??sub                                     | yes",
                "ldaps://ldap3.example.net:6636/                                              | yes",
                "ldaps://ldap3.example.net/                                                   | no",
                "ldap://ldap2.example.net:390/                                                | no",
                "ldap://sales.example.net/DC=sales,DC=example,DC=net                          | yes",
                "ldap://sales.example.net/ou=people,dc=sales,dc=example,dc=net??sub           | yes",
                "ldap:///dc=sales,dc=example,dc=net                                           | yes",
                "ldap://elsewhere.example/dc=example,dc=net                                   | no",
                "ldap://elsewhere.example/                                                    | no",
                "ldap://DomainDnsZones.example.net/DC=DomainDnsZones,DC=example,DC=net        | no",
                "ldap://elsewhere.example/dc=x ldap://ldap2.example.net/dc=x                  | yes",
                "https://ldap2.example.net/                                                   | no",
                "sales                                                                        | no",
            })
    void aReferenceLeadsToAServerOrToABase(String urls, String leads) {
        var place = new References.Place(
                List.of(URI.create("ldap://ldap2.example.net"), URI.create("ldaps://ldap3.example.net:6636")),
                "dc=sales,dc=example,dc=net");
        var named = new References(List.of(place), Others.PUT_OFF);
        var reference = new SearchResultReference(urls.split(" "), new Control[0]);
        assertEquals(leads.equals("yes"), named.open(List.of(reference)).isEmpty());
        var elsewhere = new SearchResultReference(new String[] {"ldap://elsewhere.example/"}, new Control[0]);
        assertTrue(named.open(List.of(reference, elsewhere)).isPresent(), "each has to lead somewhere that is asked");
    }
}
