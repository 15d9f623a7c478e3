@echo off
rem Runs djl-logistic with the Java 17 or newer of JAVA_HOME or PATH. JAVA_OPTS are options of the JVM.
setlocal EnableExtensions DisableDelayedExpansion
goto start

:find_home
for %%a in ("%~dp0..") do set "APP_HOME=%%~fa"
exit /b

:start
rem After a call by a quoted name that was found on PATH, only a subroutine knows the folder of the script.
call :find_home
set "JAR=%APP_HOME%\djl-logistic.jar"
if not exist "%JAR%" set "JAR=%APP_HOME%\target\djl-logistic.jar"
if not exist "%JAR%" goto no_jar

set "JAVA_RELEASE="
set "JAVA=java.exe"
if not defined JAVA_HOME goto ask_java
set "JAVA_HOME=%JAVA_HOME:"=%"
set "JAVA=%JAVA_HOME%\bin\java.exe"
if not exist "%JAVA%" goto no_java_home

rem The file that a JDK describes itself in spares a start of the JVM.
if not exist "%JAVA_HOME%\release" goto ask_java
for /f "usebackq tokens=1,2 delims==" %%a in ("%JAVA_HOME%\release") do (
  if "%%a"=="JAVA_VERSION" set "JAVA_RELEASE=%%~b"
)
if defined JAVA_RELEASE goto compare

:ask_java
for /f "tokens=2,3" %%a in ('^""%JAVA%" -version 2^>^&1^"') do (
  if "%%a"=="version" set "JAVA_RELEASE=%%~b"
)
if defined JAVA_RELEASE goto compare
if defined JAVA_HOME goto run
goto no_java

:compare
set "MAJOR="
for /f "tokens=1,2 delims=.-+_" %%a in ("%JAVA_RELEASE%") do (
  set "MAJOR=%%a"
  if "%%a"=="1" set "MAJOR=%%b"
)
rem No number is an unknown version: the JVM reports whether it is too old.
if not defined MAJOR goto run
for /f "delims=0123456789" %%a in ("%MAJOR%") do goto run
if %MAJOR% lss 17 goto old_java

:run
"%JAVA%" %JAVA_OPTS% -jar "%JAR%" %*
set "STATUS=%ERRORLEVEL%"
goto end

:no_jar
>&2 echo error: expected djl-logistic.jar in "%APP_HOME%" or in its target; build it with: mvn package
goto fail
:no_java_home
>&2 echo error: JAVA_HOME must name a directory with bin\java.exe, is "%JAVA_HOME%"
goto fail
:no_java
>&2 echo error: found no java: install Java 17 or newer, or set JAVA_HOME
goto fail
:old_java
>&2 echo error: expected Java 17 or newer, "%JAVA%" is Java %MAJOR%; set JAVA_HOME

:fail
set "STATUS=1"

:end
rem Not exit /b: a command that depends on the status would not see it, except after "call".
"%COMSPEC%" /d /c exit %STATUS%
