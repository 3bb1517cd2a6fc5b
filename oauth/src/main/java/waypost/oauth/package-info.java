@org.jspecify.annotations.NullMarked
package waypost.oauth;
