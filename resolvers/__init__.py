"""The GraphQL surface: thin types and resolvers, one file per noun."""
