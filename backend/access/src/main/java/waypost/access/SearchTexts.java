package waypost.access;

import java.io.IOException;
import waypost.protocol.imap.ContentSearch;
import waypost.protocol.imap.SearchKey;
import waypost.store.Account;
import waypost.store.Criterion;
import waypost.store.Message;
import waypost.store.TextTest;

/** Reads messages for search folders as SEARCH does. */
public final class SearchTexts implements TextTest {
    @Override
    public boolean holds(Criterion.OfText criterion, Account account, Message message) throws IOException {
        StoredContent content = new StoredContent(message);
        return switch (criterion) {
            case Criterion.Text text -> ContentSearch.matches(key(text), content);
            case Criterion.Sent(var order, var date) ->
                ContentSearch.sentDate(content)
                        .filter(sent -> Criterion.holds(sent, order, date))
                        .isPresent();
        };
    }

    static Criterion.Order order(SearchKey.Date.Order order) {
        return switch (order) {
            case BEFORE -> Criterion.Order.BEFORE;
            case ON -> Criterion.Order.ON;
            case SINCE -> Criterion.Order.SINCE;
        };
    }

    static Criterion criterion(SearchKey.Textual key) {
        return switch (key) {
            case SearchKey.Header(var name, var text) -> new Criterion.Text(Criterion.Field.HEADER, name, text);
            case SearchKey.BodyText(var text) -> new Criterion.Text(Criterion.Field.BODY, "", text);
            case SearchKey.Text(var text) -> new Criterion.Text(Criterion.Field.TEXT, "", text);
            case SearchKey.Addresses(var field, var text) ->
                new Criterion.Text(
                        switch (field) {
                            case FROM -> Criterion.Field.FROM;
                            case TO -> Criterion.Field.TO;
                            case CC -> Criterion.Field.CC;
                            case BCC -> Criterion.Field.BCC;
                        },
                        "",
                        text);
        };
    }

    private static SearchKey.Textual key(Criterion.Text criterion) {
        String text = criterion.text();
        return switch (criterion.field()) {
            case HEADER -> new SearchKey.Header(criterion.name(), text);
            case BODY -> new SearchKey.BodyText(text);
            case TEXT -> new SearchKey.Text(text);
            case FROM -> new SearchKey.Addresses(SearchKey.Addresses.Field.FROM, text);
            case TO -> new SearchKey.Addresses(SearchKey.Addresses.Field.TO, text);
            case CC -> new SearchKey.Addresses(SearchKey.Addresses.Field.CC, text);
            case BCC -> new SearchKey.Addresses(SearchKey.Addresses.Field.BCC, text);
        };
    }
}
