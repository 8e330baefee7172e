### What an element says before its widget is there.

loading = Loading
title = This part of the page could not be loaded
signed_out = You are signed out
again = Try again
later = Try again in a moment. If it stays like this, tell the people who run this site.
configuration = It is not set up completely. Please tell the people who run this site.
credential = Your sign-in could not be confirmed. Sign in again, then try once more.
network = Check your connection, then try again.
session = Your session has ended. Reload the page to sign in again.
signed_out_advice = Reload the page to sign in again.
