"""The hub: agencies' events become one chronology per child, shown as far as is necessary and proportionate."""
